//! `lapor serve`: listen, answer, stop gracefully.

use crate::compose::{self, Failed};
use crate::config::Config;
use crate::learning::Learner;
use crate::routing::Router;
use crate::{say, stop, worker};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use web::{App, Settings};

/// Serves until told to stop.
pub(crate) async fn serve(config: &Config) -> Result<(), Failed> {
    let store = compose::open_for_work(config).await?;
    let bucket = compose::bucket(config)?;
    let learner = Learner::open(&store, &config.triage.model);
    let app = App::new(store.clone(), bucket.clone(), settings(config));
    let app = app.with_suggester(learner.suggester());
    let listener = TcpListener::bind(config.server.listen)
        .await
        .map_err(|why| format!("server.listen {}: {why}", config.server.listen))?;
    let stopped = stop::asked();
    let mut work = Vec::new();
    if config.worker.enabled {
        work = worker::spawn(config, &store, bucket, &stopped)?;
    }
    if config.worker.enabled {
        let router = Router::new(&store, learner.suggester());
        work.push(tokio::spawn(router.run(stopped.clone())));
    }
    work.push(tokio::spawn(learner.run(stopped.clone())));
    // Whoever answers corrects and completes words, whether or not it does the other work.
    let (learning, until) = (store.clone(), stopped.clone());
    work.push(tokio::spawn(async move { store::search::keep_learning(&learning, until).await }));
    say::line(format!("LAPOR is ready at {}", config.server.base_url));
    let service = web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let mut until = stopped.clone();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        drop(until.wait_for(|stopped| *stopped).await);
    });
    let mut limit = stopped.clone();
    let patience = Duration::from_secs(config.server.shutdown_seconds);
    tokio::select! {
        ended = serving => ended?,
        () = async {
            drop(limit.wait_for(|stopped| *stopped).await);
            tokio::time::sleep(patience).await;
        } => tracing::warn!("some requests did not end in time"),
    }
    for task in work {
        drop(tokio::time::timeout(patience, task).await);
    }
    store.db().close().await?;
    Ok(())
}

fn settings(config: &Config) -> Settings {
    Settings {
        base_url: config.server.base_url.clone(),
        secure_cookies: config.secure_cookies(),
        exit_url: config.server.exit_url.clone(),
        behind_proxy: config.server.behind_proxy,
        filing_per_minute: config.server.filing_per_minute,
        request_limit: Duration::from_secs(config.server.request_seconds.max(1)),
    }
}
