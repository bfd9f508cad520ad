//! Keys, pressed where the keyboard's focus is: tests without a mouse use nothing else.

use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use super::error::BrowserError;

pub(super) async fn press(client: &Client, keys: &str) -> Result<(), BrowserError> {
    let codes = keys.split('+').map(code).collect::<Result<Vec<char>, BrowserError>>()?;
    let down = codes.iter().map(|value| KeyAction::Down { value: *value });
    let up = codes.iter().rev().map(|value| KeyAction::Up { value: *value });
    perform(client, down.chain(up)).await
}

pub(super) async fn type_text(client: &Client, text: &str) -> Result<(), BrowserError> {
    perform(client, text.chars().flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }])).await
}

async fn perform(client: &Client, strokes: impl Iterator<Item = KeyAction>) -> Result<(), BrowserError> {
    let keyboard = strokes.fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
    Ok(client.perform_actions(keyboard).await?)
}

fn code(name: &str) -> Result<char, BrowserError> {
    let key = match name {
        "Tab" => Key::Tab,
        "Shift" => Key::Shift,
        "Control" => Key::Control,
        "Alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        // The plain space, not WebDriver's key of that name: only this one scrolls and ticks boxes.
        "Space" => return Ok(' '),
        _ => {
            let mut characters = name.chars();
            return match (characters.next(), characters.next()) {
                (Some(only), None) => Ok(only),
                _ => {
                    Err(BrowserError::new(format!("`{name}` is no key this harness knows; see keyboard.rs.")))
                }
            };
        }
    };
    Ok(key.into())
}
