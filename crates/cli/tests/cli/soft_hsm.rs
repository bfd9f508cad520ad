//! Tokens of SoftHSM2 in a folder, for processes that are told of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Folder, amanah};

pub(crate) const PIN: &str = "24681357";
/// Where Debian puts the module.
const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";

/// A token called "amanah".
pub(crate) struct SoftHsm {
    folder: PathBuf,
    pub(crate) module: PathBuf,
    pub(crate) pin_file: PathBuf,
}

impl SoftHsm {
    pub(crate) fn new(folder: &Folder) -> Self {
        #[expect(clippy::disallowed_methods, reason = "./test says where the module is")]
        let module = std::env::var_os("AMANAH_TEST_SOFTHSM").map_or_else(|| MODULE.into(), PathBuf::from);
        assert!(module.exists(), "no SoftHSM2 at {}: `./test` installs it", module.display());
        let (hsm, tokens) = (folder.join("hsm"), folder.join("hsm/tokens"));
        fs::create_dir_all(&tokens).unwrap();
        let pin_file = folder.secret("pin", &format!("{PIN}\n"));
        let hsm = Self { folder: hsm, module, pin_file };
        fs::write(hsm.settings(), format!("directories.tokendir = {}\n", tokens.display())).unwrap();
        let mut make = Command::new("softhsm2-util");
        make.args(["--init-token", "--free", "--label", "amanah", "--so-pin", "12345678", "--pin", PIN]);
        let made =
            make.env("SOFTHSM2_CONF", hsm.settings()).output().expect("`./test` installs softhsm2-util");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        hsm
    }

    pub(crate) fn settings(&self) -> PathBuf {
        self.folder.join("softhsm2.conf")
    }

    /// A command of `amanah` whose keyring lies with the token.
    pub(crate) fn command(&self, arguments: &[&str], data: &Path) -> Command {
        let mut command = amanah(arguments);
        command.env("SOFTHSM2_CONF", self.settings()).arg("--data").arg(data);
        command.arg("--hsm-module").arg(&self.module).arg("--hsm-pin-file").arg(&self.pin_file);
        command
    }

    /// Pulls the token out, or puts it back.
    pub(crate) fn plug(&self, there: bool) {
        let (inside, outside) = (self.folder.join("tokens"), self.folder.join("away"));
        if there {
            fs::remove_dir(&inside).unwrap();
            fs::rename(outside, inside).unwrap();
        } else {
            fs::rename(&inside, outside).unwrap();
            fs::create_dir(inside).unwrap();
        }
    }
}
