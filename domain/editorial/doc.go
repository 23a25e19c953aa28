// Package editorial is the way from a draft through the editorial board to the
// public, which everything that an agency publishes goes: who may do what, from
// which state to which, whose approval counts, and what makes two contents the same.
//
// It promises that what passes Desk has been approved, as it is, by an authorised
// board member who wrote none of it (regulation Điều 4 khoản 2, Điều 22). It is no
// aggregate: it has no events and no content of its own. An aggregate hands it the
// facts of its cycle and decides everything that is particular to it.
package editorial
