//! The canonical model (see ../README.md) for the model checker Stateright: a peer to measure against.
//!
//!     cargo run --release -- MESSAGES CAPACITY KS KR THREADS bfs|dfs
use stateright::{Checker, Model, Property};

/// Sequences, and multisets kept sorted.
type Messages = Vec<u8>;

#[derive(Clone, Debug, Hash, PartialEq, Eq)]
struct State {
    submitted: u8,
    sender_up: bool,
    outbox: Messages,
    timer: bool,
    receiver_up: bool,
    seen: Messages,
    data: Messages,
    acks: Messages,
    sender_crashes: u8,
    receiver_crashes: u8,
    delivered: [u8; 8],
}

/// An answer as a whole (`None`), or cut after so many of its cuts.
type Cut = Option<usize>;

#[derive(Clone, Debug, PartialEq)]
enum Step {
    Submit(Cut),
    ReceiveAck(u8, Cut),
    Timeout(Cut),
    RestartSender(Cut),
    ReceiveData(u8, Cut),
    RestartReceiver(Cut),
    Lose(Link, u8),
    Duplicate(Link, u8),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Link {
    Data,
    Acks,
}

struct Canonical {
    messages: u8,
    capacity: usize,
    sender_crashes: u8,
    receiver_crashes: u8,
}

fn put(multiset: &mut Messages, message: u8) {
    let at = multiset.partition_point(|&other| other <= message);
    multiset.insert(at, message);
}

fn take(multiset: &mut Messages, message: u8) {
    let at = multiset.iter().position(|&other| other == message).unwrap();
    multiset.remove(at);
}

fn distinct(multiset: &Messages) -> Messages {
    let mut once = multiset.clone();
    once.dedup();
    once
}

/// The whole answer, and, if its role may crash, each of its cuts.
fn ways(may_crash: bool, cuts: usize) -> impl Iterator<Item = Cut> {
    std::iter::once(None).chain((0..if may_crash { cuts } else { 0 }).map(Some))
}

impl State {
    fn link(&mut self, link: Link) -> &mut Messages {
        match link {
            Link::Data => &mut self.data,
            Link::Acks => &mut self.acks,
        }
    }
    fn crash_sender(&mut self) {
        self.sender_up = false;
        self.timer = false;
        self.sender_crashes -= 1;
    }
    fn crash_receiver(&mut self) {
        self.receiver_up = false;
        self.receiver_crashes -= 1;
    }
}

impl Model for Canonical {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            submitted: 0,
            sender_up: true,
            outbox: vec![],
            timer: false,
            receiver_up: true,
            seen: vec![],
            data: vec![],
            acks: vec![],
            sender_crashes: self.sender_crashes,
            receiver_crashes: self.receiver_crashes,
            delivered: [0; 8],
        }]
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        if state.delivered.iter().any(|&count| count > 1) {
            return;
        }
        let (sender, receiver) = (state.sender_crashes > 0, state.receiver_crashes > 0);
        let fits = |data: usize, acks: usize| {
            state.data.len() + data <= self.capacity && state.acks.len() + acks <= self.capacity
        };
        if state.sender_up {
            if state.submitted < self.messages {
                let sends = |cut: &Cut| !matches!(cut, Some(cut) if *cut < 3);
                steps.extend(
                    ways(sender, 4)
                        .filter(|cut| !sends(cut) || fits(1, 0))
                        .map(Step::Submit),
                );
            }
            for message in distinct(&state.acks) {
                let cuts = if state.outbox.contains(&message) { 3 } else { 2 };
                steps.extend(ways(sender, cuts).map(|cut| Step::ReceiveAck(message, cut)));
            }
            if state.timer {
                let all = state.outbox.len();
                let sent = |cut: &Cut| cut.unwrap_or(all);
                let possible = ways(sender, all + 1).filter(|cut| sent(cut) == 0 || fits(sent(cut), 0));
                steps.extend(possible.map(Step::Timeout));
            }
        } else {
            steps.extend(ways(sender, 1).map(Step::RestartSender));
        }
        if state.receiver_up {
            for message in distinct(&state.data) {
                let cuts = if state.seen.contains(&message) { 2 } else { 3 };
                steps.extend(ways(receiver, cuts).map(|cut| Step::ReceiveData(message, cut)));
            }
        } else {
            steps.extend(ways(receiver, 1).map(Step::RestartReceiver));
        }
        for (link, packets, room) in [
            (Link::Data, &state.data, fits(1, 0)),
            (Link::Acks, &state.acks, fits(0, 1)),
        ] {
            for message in distinct(packets) {
                steps.push(Step::Lose(link, message));
                if room {
                    steps.push(Step::Duplicate(link, message));
                }
            }
        }
    }

    fn next_state(&self, before: &State, step: Step) -> Option<State> {
        let mut state = before.clone();
        match step {
            Step::Submit(cut) => {
                let message = state.submitted;
                state.submitted += 1;
                if cut != Some(0) {
                    state.outbox.push(message);
                }
                if cut.is_none() || cut == Some(3) {
                    put(&mut state.data, message);
                }
                state.timer = true;
                if cut.is_some() {
                    state.crash_sender();
                }
            }
            Step::ReceiveAck(message, cut) => {
                take(&mut state.acks, message);
                if cut != Some(0) {
                    state.outbox.retain(|&other| other != message);
                }
                if cut.is_some() {
                    state.crash_sender();
                }
            }
            Step::Timeout(cut) => {
                for message in before.outbox.iter().take(cut.unwrap_or(before.outbox.len())) {
                    put(&mut state.data, *message);
                }
                state.timer = !before.outbox.is_empty();
                if cut.is_some() {
                    state.crash_sender();
                }
            }
            Step::RestartSender(None) => {
                state.sender_up = true;
                state.timer = !state.outbox.is_empty();
            }
            Step::RestartSender(_) => state.crash_sender(),
            Step::ReceiveData(message, cut) => {
                take(&mut state.data, message);
                let is_new = !state.seen.contains(&message);
                if is_new && cut != Some(0) {
                    state.seen.push(message);
                    state.delivered[message as usize] += 1;
                }
                if cut.is_none() || cut == Some(if is_new { 2 } else { 1 }) {
                    put(&mut state.acks, message);
                }
                if cut.is_some() {
                    state.crash_receiver();
                }
            }
            Step::RestartReceiver(None) => state.receiver_up = true,
            Step::RestartReceiver(_) => state.crash_receiver(),
            Step::Lose(link, message) => take(state.link(link), message),
            Step::Duplicate(link, message) => put(state.link(link), message),
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("at most once", |_, state: &State| {
            state.delivered.iter().all(|&count| count <= 1)
        })]
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize| arguments[index].parse::<usize>().expect("a number");
    let model = Canonical {
        messages: number(0) as u8,
        capacity: number(1),
        sender_crashes: number(2) as u8,
        receiver_crashes: number(3) as u8,
    };
    let start = std::time::Instant::now();
    let builder = model.checker().threads(number(4));
    let (states, generated) = if arguments[5] == "dfs" {
        let checked = builder.spawn_dfs().join();
        (checked.unique_state_count(), checked.state_count())
    } else {
        let checked = builder.spawn_bfs().join();
        (checked.unique_state_count(), checked.state_count())
    };
    // Stateright counts the initial state among those that it generated.
    println!(
        "{states} states, {} transitions, {:.2} s",
        generated - 1,
        start.elapsed().as_secs_f64()
    );
}
