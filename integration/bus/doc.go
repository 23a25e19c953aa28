// Package bus carries events of the log to reactors, which do something in the
// outside world: it is Watermill's Publisher and Subscriber over the log, and the
// router that reactors run on.
//
// Publishing is appending: the event id is the message's UUID, so a retried Publish
// records nothing twice. A topic is an event type, or a list of them with commas
// between; one that ends with a dot stands for all types below it, and "*" for
// everything. What is published under a topic is an event of that type in the stream
// "messages-<topic>".
//
// A subscription belongs to a consumer group. The group's place in the log and the
// lease of the member that works for it are one stream of the log, "group-<name>", so
// nodes share nothing else and a restored log brings them along. Every record is
// appended at the exact revision that its writer saw: a member that lost the lease
// cannot move the place and stops. Clocks only decide when another member may try.
//
// Promised: one message at a time and group, in the order of the log; a message that is
// not acknowledged comes again, and is never skipped; every message is delivered at
// least once. After a crash what was acknowledged since the place was last recorded
// (Config.KeepEvery messages, Config.KeepWithin) comes again. A group without work
// writes nothing. A group that starts for the first time starts at the head of the log,
// because a new reactor must not do again what is long past; another start must be
// asked for.
//
// Read models do not run on the bus, and reactors cannot be replayed: what a Reactor
// handles is a Delivery, which only a live subscription can make. Competing consumers
// are not offered here: that is what persistent subscriptions are for.
package bus
