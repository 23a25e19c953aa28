// Package notices tells members of staff by e-mail what waits for them: reactors write
// notices to the outbox, send them by SMTP and record what became of them.
//
// Promised: a fact is told to a person once; a server that is down delays and loses
// nothing, and holds up no other reactor; a server that wants a message later gets it
// later, and other messages go on; what cannot be sent is recorded as failed and seen
// by administrators. A node that stops between sending and recording sends again under
// the same Message-ID, so that the twin can be dropped. Whether anybody reads a message
// is not known, and nothing depends on it: every work list tells the same.
package notices
