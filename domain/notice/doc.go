// Package notice is one message to one member of staff, or to the office of an agency:
// what happened, to whom it is told, and what became of the sending. The same fact told
// to the same person is one notice, however often it is asked for.
//
// A notice holds ids only. The address is looked up when it is sent, so that a person
// who takes an address back, or whose data is erased, gets nothing more; texts are made
// then as well. It sends nothing itself.
package notice
