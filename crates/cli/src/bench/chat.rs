//! `bench chat`: lines a second with a thousand open chats, from the post until the other side has it, and
//! the memory that they take. What the agent says goes through the real router to the visitor's open stream
//! (loopback alone); what the visitor says is opened by a listener of the agent. Against the bare engine that
//! writes as many rows of the same sizes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use amanah_actions::cases::chat::{BeginChat, ChatAccess};
use amanah_actions::letters::Language;
use amanah_actions::{Office, Session};
use amanah_domain::CaseId;
use amanah_web::App;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

use crate::args::BenchArgs;
use crate::bench::chat_bare::bare;
use crate::bench::people::{fill, fresh_with};
use crate::bench::report::{Figure, median, print};
use crate::machine::{resident_bytes, stopwatch};
use crate::output::note;

/// Open chats.
const CHATS: usize = 1_000;
/// Chats that one agent has at a time in this bench: that of the programme.
const EACH: usize = 6;
const ROUNDS: usize = 3;
/// Milliseconds that the other side is waited for, at most.
const PATIENCE_MS: u64 = 10_000;
/// Milliseconds until the first read of every stream is done.
const SETTLE_MS: u64 = 1_500;
/// As long as what people write.
const TEXT: &str =
    "Saya sudah mengisi data sejak Senin, tetapi gelombangnya belum bisa saya pilih. Apa yang kurang?";
/// How a line of the other side begins in a visitor's stream; their own has another class.
const MARK: &[u8] = b"<li class=\"line\" ";

/// One chat: what is said in it, and how often the other side has seen something.
struct Talk {
    access: ChatAccess,
    code: String,
    agent: Arc<Session>,
    /// Lines of the agent that came to the visitor's stream; lines of the visitor that the agent opened.
    seen: [AtomicU64; 2],
    woken: tokio::sync::Notify,
    /// One line at a time.
    turn: Mutex<[u64; 2]>,
}

async fn open_chats(office: &Arc<Office>, agents: &[Arc<Session>]) -> Result<Vec<Arc<Talk>>, String> {
    let mut talks = Vec::with_capacity(CHATS);
    for number in 0..CHATS {
        let agent = agents.get(number / EACH).ok_or("too few agents")?;
        office.at_desk(agent, true).await.map_err(|e| e.to_string())?;
        let input = BeginChat {
            name: String::new(),
            text: TEXT.to_owned(),
            line_id: "first".to_owned(),
            language: Language::Id,
        };
        let network = number.to_be_bytes();
        let begun = office.begin_chat(None, &network, &input).await.map_err(|e| e.to_string())?;
        let code = begun.code.ok_or("a visitor got no code")?;
        let access = office.chat_access(None, Some(&code), begun.case).await.map_err(|e| e.to_string())?;
        office.take_chat(agent, begun.case).await.map_err(|e| e.to_string())?;
        talks.push(Arc::new(Talk {
            access,
            code,
            agent: Arc::clone(agent),
            seen: [AtomicU64::new(0), AtomicU64::new(0)],
            woken: tokio::sync::Notify::new(),
            turn: Mutex::new([0, 0]),
        }));
    }
    Ok(talks)
}

/// A visitor's browser: an open stream over loopback. What it reads is counted and thrown away.
async fn visitor(talk: Arc<Talk>, address: SocketAddr) -> Result<(), String> {
    let mut stream = TcpStream::connect(address).await.map_err(|e| e.to_string())?;
    let id = talk.access.case.to_hex();
    let ask = format!(
        "GET /chat/{id}/events?after=3 HTTP/1.1\r\nhost: localhost\r\ncookie: __Host-amanah-chat={id}.{}\r\n\r\n",
        talk.code
    );
    stream.write_all(ask.as_bytes()).await.map_err(|e| e.to_string())?;
    let mut held: Vec<u8> = Vec::new();
    let mut buffer = [0; 2_048];
    loop {
        let count = stream.read(&mut buffer).await.map_err(|e| e.to_string())?;
        if count == 0 {
            return Ok(());
        }
        held.extend(buffer.iter().take(count));
        let found = held.windows(MARK.len()).filter(|window| *window == MARK).count() as u64;
        if found > 0 {
            talk.seen.first().map(|seen| seen.fetch_add(found, Ordering::AcqRel));
            talk.woken.notify_waiters();
        }
        // A mark may lie across two reads, and is counted in the second alone.
        let keep = held.len().min(MARK.len() - 1);
        held.drain(..held.len() - keep);
    }
}

/// An agent's side of one chat: woken, reads, opens.
async fn desk(office: Arc<Office>, talk: Arc<Talk>, stop: Arc<AtomicBool>) -> Result<(), String> {
    let case: CaseId = talk.access.case;
    let holder = *case.as_bytes();
    let mut own = holder;
    own.reverse();
    let listening = office.live.listen(own, &[case], false).map_err(|e| e.to_string())?;
    let mut after = 3;
    while !stop.load(Ordering::Acquire) {
        tokio::select! {
            () = listening.changed() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => continue,
        }
        let chat = office.open_chat(&talk.agent, case, after).await.map_err(|e| e.to_string())?;
        let mut said = 0;
        for line in &chat.transcript.lines {
            let opened = chat.transcript.said(&office, line).map_err(|e| e.to_string())?;
            said += u64::from(opened.is_some() && line.author.is_none());
        }
        after = chat.transcript.last;
        if said > 0 {
            talk.seen.last().map(|seen| seen.fetch_add(said, Ordering::AcqRel));
            talk.woken.notify_waiters();
        }
    }
    Ok(())
}

/// One line, and how long until the other side had it.
async fn one(office: &Office, talk: &Talk, number: u64) -> Result<Duration, String> {
    let mut turn = talk.turn.lock().await;
    let by_visitor = number.is_multiple_of(2);
    let id = number.to_string();
    let watch = stopwatch();
    let side = usize::from(by_visitor);
    if by_visitor {
        office.measure_say(&talk.access, TEXT, &id).await.map_err(|e| e.to_string())?;
    } else {
        office.measure_reply(&talk.agent, talk.access.case, TEXT, &id).await.map_err(|e| e.to_string())?;
    }
    let wanted = turn.get_mut(side).ok_or("two sides")?;
    *wanted += 1;
    let seen = talk.seen.get(side).ok_or("two sides")?;
    wait_for(seen, *wanted, &talk.woken, watch).await
}

async fn wait_for(
    seen: &AtomicU64,
    wanted: u64,
    woken: &tokio::sync::Notify,
    watch: Instant,
) -> Result<Duration, String> {
    loop {
        let notified = woken.notified();
        if seen.load(Ordering::Acquire) >= wanted {
            return Ok(watch.elapsed());
        }
        let patience = Duration::from_millis(PATIENCE_MS);
        if tokio::time::timeout(patience, notified).await.is_err() && seen.load(Ordering::Acquire) < wanted {
            return Err("a line did not come to the other side".to_owned());
        }
    }
}

/// What one round gave: lines a second, and milliseconds.
struct Round {
    per_second: f64,
    p50: f64,
    p99: f64,
}

async fn round(
    office: &Arc<Office>,
    talks: &Arc<Vec<Arc<Talk>>>,
    clients: usize,
    seconds: u64,
    next: &Arc<AtomicU64>,
) -> Result<Round, String> {
    let (watch, until) = (stopwatch(), Duration::from_secs(seconds));
    let mut tasks = Vec::new();
    for _ in 0..clients {
        let (office, talks, next) = (Arc::clone(office), Arc::clone(talks), Arc::clone(next));
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while watch.elapsed() < until {
                let number = next.fetch_add(1, Ordering::Relaxed);
                // Both sides of each chat take turns.
                let at = usize::try_from(number / 2).unwrap_or_default() % talks.len().max(1);
                let talk = talks.get(at).ok_or("no chat")?;
                times.push(one(&office, talk, number).await?.as_secs_f64() * 1e3);
            }
            Ok::<_, String>(times)
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.map_err(|e| e.to_string())??);
    }
    let per_second = times.len() as f64 / watch.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    Ok(Round { per_second, p50: at(50), p99: at(99) })
}

/// Whenever the bench runs, there is chat.
fn set_hours(office: &mut Office) {
    let chat = &mut office.programme.chat;
    (chat.days, chat.opens, chat.closes) = ([true; 7], 0, 24 * 60);
    chat.per_agent_max = EACH as u32;
}

/// Runs the bench.
pub(crate) fn run(args: &BenchArgs) -> Result<(), String> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let house = runtime.block_on(fresh_with(args, set_hours))?;
    let engine = house.engine;
    let mut figures = Vec::new();
    let stop = Arc::new(AtomicBool::new(false));
    let measured = runtime.block_on(async {
        let agents = fill(&house, CHATS.div_ceil(EACH) as u64).await?;
        let mut sessions = Vec::new();
        for person in agents {
            sessions.push(Arc::new(house.office.measure_agent(person).await.map_err(|e| e.to_string())?));
        }
        note(format!("opening {CHATS} chats"));
        let talks = Arc::new(open_chats(&house.office, &sessions).await?);
        let files = crate::programme_files::ProgrammeFiles::load(None)?;
        let words = crate::house::words(&files)?;
        let app = App { office: Arc::clone(&house.office), words, metrics: Arc::new(String::new) };
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|e| e.to_string())?;
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        let doors = amanah_web::router(app).into_make_service_with_connect_info::<SocketAddr>();
        let served = tokio::spawn(async move { axum::serve(listener, doors).await });
        let mut tasks = Vec::new();
        let before = resident_bytes();
        for talk in talks.iter() {
            tasks.push(tokio::spawn(visitor(Arc::clone(talk), address)));
            tasks.push(tokio::spawn(desk(Arc::clone(&house.office), Arc::clone(talk), Arc::clone(&stop))));
        }
        tokio::time::sleep(Duration::from_millis(SETTLE_MS)).await;
        let each = (resident_bytes() - before) / CHATS as f64;
        figures.push(Figure::new("memory of an open, quiet chat", engine, CHATS, each, "bytes", 0.0));
        let next = Arc::new(AtomicU64::new(0));
        for clients in &args.clients {
            note(format!("{clients} at a time"));
            let (mut rate, mut p50, mut p99) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                let round = round(&house.office, &talks, *clients, args.seconds, &next).await?;
                rate.push(round.per_second);
                p50.push(round.p50);
                p99.push(round.p99);
            }
            figures.push(Figure::new("chat lines", engine, *clients, median(rate), "per s", 0.0));
            figures.push(Figure::new("post until seen, p50", engine, *clients, median(p50), "ms", 0.0));
            figures.push(Figure::new("post until seen, p99", engine, *clients, median(p99), "ms", 0.0));
        }
        let spoken = (resident_bytes() - before) / CHATS as f64;
        figures.push(Figure::new("memory of a chat that was used", engine, CHATS, spoken, "bytes", 0.0));
        stop.store(true, Ordering::Release);
        house.office.live.close();
        for task in tasks {
            task.await.map_err(|e| e.to_string())??;
        }
        served.abort();
        // Ended on purpose: that is no failure.
        let _ = served.await;
        Ok::<_, String>(())
    });
    measured?;
    let database = house.database();
    drop(runtime);
    let folder = house.release()?;
    for figure in figures.iter_mut().filter(|figure| figure.unit == "per s") {
        note(format!("the bare engine, {} at a time", figure.clients));
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            rounds.push(bare(args.postgres.as_deref(), &database, CHATS, figure.clients, args.seconds)?);
        }
        *figure =
            Figure::new(&figure.name, engine, figure.clients, figure.value, &figure.unit, median(rounds));
    }
    print(&figures, args.json);
    drop(folder);
    Ok(())
}
