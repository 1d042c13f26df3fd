//! Stages of long work: their times, and a word to whoever waits.

use std::time::Instant;

use anyhow::Result;

/// Told the name and the seconds of every finished stage.
pub type Progress<'a> = &'a (dyn Fn(&str, f64) + Sync);

/// Runs stages one after the other and keeps their times.
pub struct Stages<'a> {
    progress: Progress<'a>,
    /// Name and seconds of each finished stage, in order.
    pub times: Vec<(String, f64)>,
}

impl<'a> Stages<'a> {
    pub fn new(progress: Progress<'a>) -> Self {
        Self {
            progress,
            times: vec![],
        }
    }

    /// Runs `work` as the stage `name`; a stage that fails is not reported.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let result = work()?;
        self.record(name, start);
        Ok(result)
    }

    /// A stage that started at `start` is done.
    pub fn record(&mut self, name: &str, start: Instant) {
        let seconds = start.elapsed().as_secs_f64();
        (self.progress)(name, seconds);
        self.times.push((name.into(), seconds));
    }
}
