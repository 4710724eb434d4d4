//! What a command asks of the CLI itself, in a sentence for whoever expects it to happen.

/// Something of a command that isn't part of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// `--query` and `--output`.
    Output(String),
    /// Where and as whom a command runs.
    Connection(String),
    /// `--max-items`
    MaxItems(String),
    /// `--page-size`, which is the request's `Limit`.
    PageSize,
    /// `--starting-token`, which holds the request's `ExclusiveStartKey`.
    StartingToken,
    /// `--no-paginate`
    OnePage,
    /// `wait`
    Waits {
        /// `table-exists`
        for_what: String,
    },
    /// What follows a `|`, or a `>`.
    Piped,
    /// More commands in the same text.
    FirstOf(usize),
    /// Another program that runs the command.
    RunBy(String),
    /// Variables that the text itself sets.
    Assigned(String),
}

impl Note {
    /// What it means here.
    pub fn sentence(&self) -> String {
        match self {
            Note::Output(option) => {
                format!("{option} shapes what the AWS CLI prints. Here you see the whole response.")
            }
            Note::Connection(option) => format!(
                "{option} says how the AWS CLI connects. The playground needs no connection."
            ),
            Note::MaxItems(count) => format!(
                "--max-items {count} isn't part of the request: the AWS CLI reads whole pages and \
                 prints the first {count} items, and you pay for all that was read. To read less, \
                 use --limit."
            ),
            Note::PageSize => {
                "--page-size is the request's Limit. The AWS CLI goes on with the next page by \
                 itself; here you choose Next page."
                    .to_owned()
            }
            Note::StartingToken => {
                "--starting-token holds the ExclusiveStartKey of the next page.".to_owned()
            }
            Note::OnePage => {
                "--no-paginate reads one page. Here, Run always reads one page.".to_owned()
            }
            Note::Waits { for_what } => format!(
                "wait {for_what} sends DescribeTable every 20 seconds, up to 25 times, until it is \
                 so. Here it is sent once."
            ),
            Note::Piped => {
                "What follows | or > works on printed output. It doesn't run here.".to_owned()
            }
            Note::FirstOf(count) => format!(
                "This text has {count} commands. The first one is shown; delete it to go on."
            ),
            Note::RunBy(program) => {
                format!("{program} runs the command in its own way. Here it is sent once.")
            }
            Note::Assigned(name) => format!("{name} is set in this text."),
        }
    }
}
