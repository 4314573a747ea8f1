//! Logs and traces. Structured, without personal data; a full disk silences them and nothing else.

use crate::config::{Config, Format};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::io::{IsTerminal, Write};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

/// Standard error without panicking: an error while writing is nobody's to handle.
struct Quiet;

impl Write for Quiet {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        drop(std::io::stderr().write_all(line));
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Starts logging; the returned guard sends the last traces when it is dropped.
pub(crate) fn start(config: &Config) -> Result<Guard, String> {
    let filter =
        EnvFilter::try_new(&config.log.level).map_err(|why| format!("log.level: {why}"))?;
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match config.log.format {
        Format::Json => tracing_subscriber::fmt::layer()
            .json()
            .with_writer(|| Quiet)
            .with_filter(filter)
            .boxed(),
        Format::Text => tracing_subscriber::fmt::layer()
            .with_ansi(std::io::stderr().is_terminal())
            .with_writer(|| Quiet)
            .with_filter(filter)
            .boxed(),
    };
    let provider = traces(&config.telemetry.otlp_endpoint)?;
    let spans =
        provider.as_ref().map(|p| tracing_opentelemetry::layer().with_tracer(p.tracer("lapor")));
    tracing_subscriber::registry()
        .with(lines)
        .with(spans)
        .try_init()
        .map_err(|why| why.to_string())?;
    Ok(Guard(provider))
}

fn traces(endpoint: &str) -> Result<Option<SdkTracerProvider>, String> {
    if endpoint.is_empty() {
        return Ok(None);
    }
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
        .build()
        .map_err(|why| format!("telemetry.otlp_endpoint: {why}"))?;
    let resource = Resource::builder().with_service_name("lapor").build();
    Ok(Some(
        SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build(),
    ))
}

/// Flushes traces when dropped.
pub(crate) struct Guard(Option<SdkTracerProvider>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(provider) = self.0.take() {
            drop(provider.shutdown());
        }
    }
}
