//! The styles of everything that is shown at a terminal. There are three, and each only repeats what the words say, so
//! that nothing is lost without colours. Both colours can be read on a white and on a black background.

use anstyle::{AnsiColor, Style};

use super::clean;
use crate::domain::dispute::Standing;

/// What is late, wrong or refused.
pub const LATE: Style = AnsiColor::Red.on_default().bold();
/// What needs attention: due today, a warning, a question.
pub const MIND: Style = AnsiColor::Magenta.on_default().bold();
/// Headings, and what people look for first.
pub const STRONG: Style = Style::new().bold();

/// The style of the date of a running clock, by its urgency.
pub fn of_standing(standing: Option<Standing>) -> Style {
    match standing {
        Some(Standing::Overdue) => LATE,
        Some(Standing::Today) => MIND,
        Some(Standing::Upcoming) | None => Style::new(),
    }
}

/// Text in a style; the style is dropped where colours are off.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{}{style:#}", clean::line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What terminals make of the colours: xterm, Windows, macOS, Ubuntu.
    const RED: [(u8, u8, u8); 4] = [(205, 0, 0), (197, 15, 31), (194, 54, 33), (204, 0, 0)];
    const MAGENTA: [(u8, u8, u8); 4] = [(205, 0, 205), (136, 23, 152), (211, 56, 211), (117, 80, 123)];

    /// The contrast of two colours as the Web Content Accessibility Guidelines count it.
    fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
        let part = |value: u8| match f64::from(value) / 255.0 {
            part if part <= 0.040_45 => part / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        };
        let light = |(red, green, blue)| 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
        let (one, other) = (light(one), light(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn colours_can_be_read_on_white_and_on_black() {
        let foreground = |style: Style| style.get_fg_color();
        assert_eq!(foreground(LATE), Some(AnsiColor::Red.into()));
        assert_eq!(foreground(MIND), Some(AnsiColor::Magenta.into()));
        for colour in RED.into_iter().chain(MAGENTA) {
            for ground in [(255, 255, 255), (0, 0, 0)] {
                // Bold letters may have less contrast than thin ones; none here has less than 2.5.
                assert!(contrast(colour, ground) >= 2.5, "{colour:?} on {ground:?}: {}", contrast(colour, ground));
            }
        }
        // The usual colour of warnings can't be read on white, nor that of success.
        assert!(contrast((205, 205, 0), (255, 255, 255)) < 2.0 && contrast((0, 205, 0), (255, 255, 255)) < 2.5);
    }

    #[test]
    fn nothing_is_dimmed_and_nothing_coloured_is_thin() {
        for style in [LATE, MIND, STRONG] {
            assert!(style.get_effects().contains(anstyle::Effects::BOLD));
            assert!(!style.get_effects().contains(anstyle::Effects::DIMMED));
        }
    }
}
