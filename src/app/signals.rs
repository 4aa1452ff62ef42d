//! What ends a program from outside: the session's end, the terminal's death, Ctrl+C. The window closes as if it had
//! been closed by hand, so that a take that is being spoken is kept.

use std::io;

use eframe::egui::Context;

/// Has the window close at the first such signal. The second ends the program at once.
///
/// # Errors
/// Where the system gives no pipe, no thread, or no say in its signals.
#[cfg(unix)]
pub(super) fn close_window_on_request(ctx: &Context) -> io::Result<()> {
    use std::io::Read as _;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::{flag, low_level::pipe};

    let (mut told, tell) = io::pipe()?;
    let asked_before = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGINT, SIGHUP] {
        flag::register_conditional_shutdown(signal, 1, Arc::clone(&asked_before))?;
        flag::register(signal, Arc::clone(&asked_before))?;
        pipe::register(signal, tell.try_clone()?)?;
    }
    let ctx = ctx.clone();
    let wait = move || {
        if told.read_exact(&mut [0]).is_ok() {
            ctx.send_viewport_cmd(eframe::egui::ViewportCommand::Close);
            ctx.request_repaint();
        }
    };
    std::thread::Builder::new().name("starling-signals".to_owned()).spawn(wait).map(drop)
}

/// Elsewhere the system closes windows itself.
#[cfg(not(unix))]
pub(super) fn close_window_on_request(_ctx: &Context) -> io::Result<()> {
    Ok(())
}
