//! The command line: one definition makes help, completions and the man page.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub(crate) use crate::args_channels::Channels;
pub(crate) use crate::args_keys::{Escrow, Keys, KeysMove};
pub(crate) use crate::args_place::{OpenPlace, Place, Shelving, Unseal};

/// Run a public programme in which every use of personal data is bound to the policy that the public
/// can read.
#[derive(Parser)]
#[command(name = "amanah", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "Begin with `amanah demo`: synthetic people only, nothing to set up.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve a programme
    Serve(Box<Serve>),
    /// Serve a demonstration with synthetic people
    Demo(Demo),
    /// Make or bring up to date the database and the keyring
    Migrate(Migrate),
    /// Read, check and explain the policy
    #[command(subcommand)]
    Policy(Policy),
    /// Checkpoints, proofs and verification of the ledger
    #[command(subcommand)]
    Ledger(Ledger),
    /// Recompute published draws
    #[command(subcommand)]
    Draw(Draw),
    /// Staff accounts
    #[command(subcommand)]
    Staff(Staff),
    /// Key epochs: rotate, destroy, and keep account of copies of the keyring
    #[command(subcommand)]
    Keys(Keys),
    /// Backups: make, list, check, put back, rehearse
    #[command(subcommand)]
    Backup(Backup),
    /// Times to keep: say or remove what has reached its end
    #[command(subcommand)]
    Retention(Retention),
    /// Measure, beside the bare engine in the same run
    #[command(subcommand)]
    Bench(Bench),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) unseal: Unseal,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", env = "AMANAH_LISTEN")]
    pub(crate) listen: String,
    /// Address for health and metrics, never reachable by the public
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9090", env = "AMANAH_ADMIN_LISTEN")]
    pub(crate) admin_listen: String,
    /// Address under which people reach the portal, as in https://programme.example
    #[arg(long, value_name = "URL", env = "AMANAH_ORIGIN")]
    pub(crate) origin: String,
    /// Mail server, as in smtps://user:password@mail.example
    #[arg(long, value_name = "URL", env = "AMANAH_SMTP_URL", hide_env_values = true)]
    pub(crate) smtp_url: Option<String>,
    /// Sender of letters, as in "Programme <no-reply@programme.example>"
    #[arg(long, value_name = "SENDER", env = "AMANAH_MAIL_FROM", default_value = "no-reply@localhost")]
    pub(crate) mail_from: String,
    /// Gateway for text messages (POST of JSON with an Idempotency-Key)
    #[arg(long, value_name = "URL", env = "AMANAH_TEXT_URL", hide_env_values = true)]
    pub(crate) text_url: Option<String>,
    #[command(flatten)]
    pub(crate) channels: Channels,
    /// Civil registry, as in https://registry.example
    #[arg(long, value_name = "URL", env = "AMANAH_REGISTRY_URL")]
    pub(crate) registry_url: String,
    /// Where a class of recipients is told of erasures, with the key that signs its acknowledgements, as in
    /// government=https://registry.example,registry.example+1a2b3c4d+AQ… (once for each class)
    #[arg(long = "recipient", value_name = "CLASS=URL,KEY")]
    pub(crate) recipients: Vec<String>,
    /// Another controller to whom people may have a copy of their data sent, with the key that signs its
    /// receipts, as in "Balai Latihan=https://data.example,data.example+1a2b3c4d+AQ…" (once for each)
    #[arg(long = "controller", value_name = "NAME=URL,KEY")]
    pub(crate) controllers: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", env = "AMANAH_LISTEN")]
    pub(crate) listen: String,
    /// Address for health and metrics (port 0: any free one)
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) admin_listen: String,
    /// Synthetic people in a new demonstration
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(10..=20_000_000))]
    pub(crate) people: u32,
    /// Seed of the synthetic people: the same seed, the same people
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Fill the database and end, without serving
    #[arg(long)]
    pub(crate) fill_only: bool,
}

#[derive(Args)]
pub(crate) struct Migrate {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) unseal: Unseal,
}

#[derive(Subcommand)]
pub(crate) enum Policy {
    /// Find what is missing, contradictory, unreachable or wider than the code needs, and where the law
    /// says otherwise
    Check(PolicyArgs),
    /// Print who may do what with which data for which purpose
    Table(PolicyArgs),
    /// Print the policy's version, its hash and its purposes
    Show(PolicyArgs),
}

#[derive(Args)]
pub(crate) struct PolicyArgs {
    /// Folder of another programme than the built-in model
    #[arg(long, value_name = "FOLDER")]
    pub(crate) programme: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Ledger {
    /// Print the signed checkpoint over all logs
    Checkpoint {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        unseal: Unseal,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the proof file of one entry
    Prove {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        unseal: Unseal,
        /// The entry, as in 1-2345 (log and index)
        entry: String,
    },
    /// Check the whole ledger, or a proof file without any database
    Verify {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        unseal: Unseal,
        /// A proof file: checked without any database
        #[arg(long, value_name = "FILE")]
        proof: Option<PathBuf>,
        /// An erasure certificate: checked without any database
        #[arg(long, value_name = "FILE", conflicts_with = "proof")]
        certificate: Option<PathBuf>,
        /// A person's copy of their data: checked without any database
        #[arg(long, value_name = "FILE", conflicts_with_all = ["proof", "certificate"])]
        archive: Option<PathBuf>,
        /// The ledger's public key, as printed on the page /ledger [default: that of the keyring]
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum Draw {
    /// Recompute a published draw from its file alone
    Verify {
        /// The published draw file
        file: PathBuf,
        /// Find the line of one entrant (32 hexadecimal digits)
        #[arg(long, value_name = "PSEUDONYM")]
        own: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum Staff {
    /// Invite the first administrator; prints a link that is good once
    Invite {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        unseal: Unseal,
        /// Address under which people reach the portal
        #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080", env = "AMANAH_ORIGIN")]
        origin: String,
        /// Full name
        #[arg(long)]
        name: String,
        /// E-mail address
        #[arg(long)]
        email: String,
    },
    /// Approve the second administrator, while there is exactly one: the operator is the second pair of
    /// eyes
    Approve {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        unseal: Unseal,
        /// E-mail address of the second administrator
        #[arg(long)]
        email: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum Backup {
    /// Make a backup, while people work
    Create {
        #[command(flatten)]
        at: OpenPlace,
    },
    /// Show what backups there are
    List {
        #[command(flatten)]
        at: OpenPlace,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Read a backup to its end and check every byte of it
    Verify {
        #[command(flatten)]
        at: OpenPlace,
        /// Its name [default: the newest]
        name: Option<String>,
    },
    /// Put a backup back into an empty place: a data folder with nothing but the keyring in it, and with
    /// --postgres an empty database
    Restore {
        #[command(flatten)]
        at: OpenPlace,
        /// Its name [default: the newest]
        name: Option<String>,
        /// The backup whose key part is taken [default: the newest that opens: whoever was erased since
        /// the backup is not in it]
        #[arg(long, value_name = "NAME")]
        keys: Option<String>,
    },
    /// Restore the newest backup into a temporary place and report how it went
    Rehearse {
        #[command(flatten)]
        at: OpenPlace,
    },
    /// Declare that the database was put back to an earlier moment by its own tools, so that it starts
    Declare {
        #[command(flatten)]
        at: OpenPlace,
    },
}

#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Open five fields of a random person under a durable permit
    Reading(BenchArgs),
    /// Complete registrations into a durable store
    Registration(BenchArgs),
    /// Destroy everything of one person
    Erasure(BenchArgs),
    /// Wrap everybody's keys by a new epoch
    Rotation(BenchArgs),
    /// Rank entrants and write the draw file
    Draw(BenchArgs),
    /// Make the archive of one person among many, with few and with many entries in the trail
    Access(BenchArgs),
    /// Make, verify and restore a backup
    Backup(BenchArgs),
    /// Read the first page of the staff queue, of a thousand cases and of a million
    Queue(BenchArgs),
    /// Talk in a thousand open chats
    Chat(BenchArgs),
}

#[derive(Args, Clone)]
pub(crate) struct BenchArgs {
    /// People in the database, or entrants of the draw [default: 1000000, draw: 10000000]
    #[arg(long)]
    pub(crate) people: Option<u64>,
    /// Seconds of each measurement
    #[arg(long, default_value_t = 5)]
    pub(crate) seconds: u64,
    /// How many at a time
    #[arg(long, value_delimiter = ',', default_value = "1,16,64,256")]
    pub(crate) clients: Vec<usize>,
    /// PostgreSQL instead of SQLite (an empty database)
    #[arg(long, value_name = "URL", env = "AMANAH_BENCH_POSTGRES", hide_env_values = true)]
    pub(crate) postgres: Option<String>,
    /// Folder for the data of the bench [default: a temporary one]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// Print JSON, one object a figure
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Retention {
    /// Say who and what would be removed, by which rule and clause; nothing is changed
    DryRun {
        #[command(flatten)]
        at: OpenPlace,
        /// As of the end of this day in Jakarta, if nothing else happens until then [default: now]
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<String>,
        /// Name each person by random id
        #[arg(long)]
        list: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove what has reached its end, as the nightly job does
    Run {
        #[command(flatten)]
        at: OpenPlace,
        /// Look at everybody, not only at those whom something happened to since the last run
        #[arg(long)]
        afresh: bool,
        /// The clock is right: go on although the house was off for days, or its clock was wrong until now
        #[arg(long)]
        yes: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}
