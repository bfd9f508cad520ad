//! TEMPORARY of owner 6: deleted before the end.
#![allow(clippy::all, dead_code, unused_imports)]
#[cfg(test)]
#[path = "browser/house.rs"]
mod house;
#[cfg(test)]
#[path = "browser/visit.rs"]
mod visit;
#[cfg(test)]
#[path = "browser/people.rs"]
mod people;
#[cfg(test)]
#[path = "browser/report.rs"]
mod report;
#[cfg(test)]
mod shots {
    use amanah_domain::Role;
    use amanah_testkit::Engine;
    use crate::house::House;
    use crate::visit::Visit;
    async fn see(visit: &Visit<'_>, name: &str, faults: &mut Vec<String>) {
        visit.phone().await;
        faults.extend(visit.faults().await.into_iter().map(|f| format!("{name}: {f}")));
        visit.browser.screenshot(&format!("o6-{name}-320")).await.unwrap();
        visit.desk().await;
        visit.browser.screenshot(&format!("o6-{name}-1280")).await.unwrap();
        visit.browser.dark(true).await.unwrap();
        faults.extend(visit.faults().await.into_iter().map(|f| format!("{name} dark: {f}")));
        visit.browser.dark(false).await.unwrap();
    }
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn shots() {
        let house = House::open(Engine::Sqlite).await;
        let mut f = Vec::new();
        let visit = Visit::begin(&house).await;
        visit.open("/?lang=id").await;
        see(&visit, "landing", &mut f).await;
        visit.open("/contact").await;
        see(&visit, "contact", &mut f).await;
        visit.open("/report").await;
        see(&visit, "report", &mut f).await;
        visit.send().await;
        see(&visit, "report-wrong", &mut f).await;
        visit.tick("kind", "complaint").await;
        visit.fill("said", "Insentif saya belum masuk.\nSudah dua minggu.").await;
        visit.fill("contact", "penulis@surat.example").await;
        visit.send().await;
        see(&visit, "filed", &mut f).await;
        visit.open("/report/receipt").await;
        visit.fill("said", "Bank saya BRI.").await;
        visit.send().await;
        see(&visit, "receipt", &mut f).await;
        visit.follow("form[action='/report/receipt/close'] button").await;
        see(&visit, "find-receipt", &mut f).await;
        house.test.register("Sari Dewi", "+6281234567890").await;
        house.test.staff("Tuti Petugas", "tuti@kantor.example", &[Role::ContactAgent]).await;
        visit.sign_in("tuti@kantor.example").await;
        visit.follow("main form:has([name=purpose]) button").await;
        visit.open("/staff/calls").await;
        see(&visit, "calls", &mut f).await;
        visit.fill("caller", "0812 3456 7890").await;
        visit.send().await;
        see(&visit, "calls-found", &mut f).await;
        visit.fill("name", "Sari").await;
        visit.fill("birth-date-day", "1").await;
        visit.fill("birth-date-month", "1").await;
        visit.fill("birth-date-year", "1990").await;
        visit.send().await;
        see(&visit, "calls-not", &mut f).await;
        visit.choose("kind", "question").await;
        visit.fill("said", "Tanya.").await;
        visit.follow("button[value=note]").await;
        see(&visit, "calls-noted", &mut f).await;
        visit.end().await;
        house.test.run_jobs().await;
        house.finish().await;
        assert!(f.is_empty(), "{}", f.join("\n"));
    }
}
