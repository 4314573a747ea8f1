//! PostgreSQL: as many connections as there are clients, each transaction sent in one go.

use super::{Cell, Copied, NEWEST, Names, TABLES, tokens};
use crate::compose::Failed;
use futures_util::future::try_join_all;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, NoTls, Statement};

/// Connections that are left to others.
const SPARED: usize = 15;

struct Copies {
    rows: Vec<Copied>,
    words: String,
    newest: i64,
    next: AtomicU64,
}

/// Reports per second that this server commits for so many clients at once, and how many there
/// were: no more than the server takes connections.
pub(crate) async fn rate(
    url: &str,
    clients: usize,
    time: Duration,
) -> Result<(f64, usize), Failed> {
    let client = connect(url).await?;
    let allowed: String = client
        .query_one("SELECT setting FROM pg_settings WHERE name = 'max_connections'", &[])
        .await?
        .try_get(0)?;
    let clients = clients.min(allowed.parse::<usize>()?.saturating_sub(SPARED)).max(1);
    let newest: i64 = client
        .query_opt(NEWEST, &[])
        .await?
        .ok_or("no report with a person was filed")?
        .try_get(0)?;
    let mut rows = Vec::new();
    for (table, condition) in TABLES {
        rows.push(copy(&client, table, condition, newest).await?);
    }
    let next: i64 = client.query_one("SELECT MAX(id) FROM report", &[]).await?.try_get(0)?;
    let copies =
        Arc::new(Copies { words: tokens(&rows), rows, newest: next, next: AtomicU64::new(0) });
    let mut connected = Vec::new();
    for _ in 0..clients {
        connected.push(Writer::open(url, &copies).await?);
    }
    let began = Instant::now();
    let tasks: Vec<_> =
        connected.into_iter().map(|writer| tokio::spawn(writer.run(began + time))).collect();
    let mut done = 0;
    for task in tasks {
        done += task.await??;
    }
    Ok((f64::from(done) / began.elapsed().as_secs_f64(), clients))
}

async fn connect(url: &str) -> Result<Client, Failed> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    // It ends with the client, which also hears of every failure.
    tokio::spawn(async move { drop(connection.await) });
    Ok(client)
}

async fn copy(
    client: &Client,
    table: &'static str,
    condition: &str,
    report: i64,
) -> Result<Copied, Failed> {
    let sql = format!("SELECT * FROM {table} WHERE {condition}");
    let row = client.query_one(&sql, &[&report]).await?;
    let mut copied = Copied { table, columns: Vec::new(), cells: Vec::new() };
    for (at, column) in row.columns().iter().enumerate() {
        let Some(named) = Copied::kind_of(table, column.name()) else { continue };
        let cell = match named {
            Some(cell) => cell,
            None if *column.type_() == Type::INT8 => Cell::Integer(row.try_get(at)?),
            None if *column.type_() == Type::BYTEA => Cell::Bytes(row.try_get(at)?),
            None => Cell::Text(row.try_get(at)?),
        };
        copied.columns.push(column.name().to_owned());
        copied.cells.push(cell);
    }
    Ok(copied)
}

struct Writer {
    client: Client,
    begin: Statement,
    commit: Statement,
    inserts: Vec<Statement>,
    search: Statement,
    copies: Arc<Copies>,
}

impl Writer {
    async fn open(url: &str, copies: &Arc<Copies>) -> Result<Self, Failed> {
        let client = connect(url).await?;
        let mut inserts = Vec::new();
        for row in &copies.rows {
            inserts.push(client.prepare(&row.insert()).await?);
        }
        let search =
            "INSERT INTO search (report_id, tokens) VALUES ($1, TO_TSVECTOR('simple', $2))";
        Ok(Self {
            begin: client.prepare("BEGIN").await?,
            commit: client.prepare("COMMIT").await?,
            search: client.prepare(search).await?,
            inserts,
            client,
            copies: Arc::clone(copies),
        })
    }

    async fn run(self, until: Instant) -> Result<u32, tokio_postgres::Error> {
        let mut done = 0;
        while Instant::now() < until {
            let names =
                Names::of(self.copies.newest, self.copies.next.fetch_add(1, Ordering::Relaxed));
            self.write(&names).await?;
            done += 1;
        }
        Ok(done)
    }

    /// Every statement is on its way before the first answer is waited for.
    async fn write(&self, names: &Names) -> Result<(), tokio_postgres::Error> {
        let key: &[u8] = &names.key;
        let rows = self.copies.rows.iter().map(|row| {
            let values = row.cells.iter().map(|cell| -> &(dyn ToSql + Sync) {
                match cell {
                    Cell::Name => &names.name,
                    Cell::Tracking => &names.tracking,
                    Cell::Key => &key,
                    Cell::Integer(n) => n,
                    Cell::Text(text) => text,
                    Cell::Bytes(bytes) => bytes,
                }
            });
            values.collect::<Vec<_>>()
        });
        let rows: Vec<Vec<&(dyn ToSql + Sync)>> = rows.collect();
        let search: [&(dyn ToSql + Sync); 2] = [&names.name, &self.copies.words];
        let mut sent = vec![self.client.execute(&self.begin, &[])];
        sent.extend(
            self.inserts
                .iter()
                .zip(&rows)
                .map(|(insert, values)| self.client.execute(insert, values)),
        );
        sent.push(self.client.execute(&self.search, &search));
        sent.push(self.client.execute(&self.commit, &[]));
        try_join_all(sent).await.map(drop)
    }
}
