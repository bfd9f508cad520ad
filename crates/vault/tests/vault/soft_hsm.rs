//! A token of SoftHSM2 for one test. The module reads its settings from the environment of its process, so a
//! test with a token runs in a process of its own: this same program, told to run that one test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use amanah_vault::{HsmConfig, HsmKeeper, KeyKeeper};

use crate::keyring::Folder;

/// Tells the process of a test in which folder its tokens lie.
const FOLDER: &str = "AMANAH_TEST_HSM_FOLDER";
pub(crate) const PIN: &str = "24681357";
/// Where Debian puts the module.
const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";

fn environment(name: &str) -> Option<PathBuf> {
    #[expect(
        clippy::disallowed_methods,
        reason = "./test says where the module is, a parent where the tokens"
    )]
    std::env::var_os(name).map(PathBuf::from)
}

/// Where the module is.
pub(crate) fn module() -> PathBuf {
    let module = environment("AMANAH_TEST_SOFTHSM").unwrap_or_else(|| MODULE.into());
    assert!(module.exists(), "no SoftHSM2 at {}: `./test` installs it", module.display());
    module
}

/// Tokens in a folder.
pub(crate) struct Tokens(PathBuf);

impl Tokens {
    /// Runs the body of the test of this name in a process of its own, with a token called "amanah".
    pub(crate) fn run(test: &str, body: impl FnOnce(&Self)) {
        if let Some(folder) = environment(FOLDER) {
            return body(&Self(folder));
        }
        let folder = Folder::new(&format!("hsm-{}", test.replace("::", "-")));
        let tokens = Self(folder.file(""));
        fs::create_dir(tokens.0.join("tokens")).unwrap();
        let settings =
            format!("directories.tokendir = {}\nlog.level = ERROR\n", tokens.0.join("tokens").display());
        fs::write(tokens.settings(), settings).unwrap();
        tokens.make("amanah");
        let ended = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env("SOFTHSM2_CONF", tokens.settings())
            .env(FOLDER, &tokens.0)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ended.stdout);
        let wrong = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success() && said.contains("1 passed"), "{said}\n{wrong}");
    }

    fn settings(&self) -> PathBuf {
        self.0.join("softhsm2.conf")
    }

    /// Makes another token.
    pub(crate) fn make(&self, label: &str) {
        let made = Command::new("softhsm2-util")
            .args(["--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", PIN])
            .env("SOFTHSM2_CONF", self.settings())
            .output()
            .expect("softhsm2-util, which `./test` installs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// Pulls all tokens out, or puts them back.
    pub(crate) fn plug(&self, there: bool) {
        let (inside, outside) = (self.0.join("tokens"), self.0.join("away"));
        if there {
            fs::remove_dir(&inside).unwrap();
            fs::rename(outside, inside).unwrap();
        } else {
            fs::rename(&inside, outside).unwrap();
            fs::create_dir(inside).unwrap();
        }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn keeper(&self, label: &str, file: &Path) -> Box<dyn KeyKeeper> {
        Box::new(HsmKeeper::new(Self::config(label, file)))
    }

    pub(crate) fn config(label: &str, file: &Path) -> HsmConfig {
        HsmConfig {
            module: module(),
            token_label: label.to_owned(),
            pin: PIN.to_owned().into(),
            path: file.to_owned(),
        }
    }
}
