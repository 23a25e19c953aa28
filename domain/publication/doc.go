// Package publication is one item of a portal: from its first draft, through the
// editorial board, to the versions that the public sees and to its tombstone.
//
// It promises that nothing becomes public without the approval, by an authorised
// board member who wrote none of it, of exactly the content that is published
// (regulation Điều 4 khoản 2, Điều 22); that every public version stays
// reconstructible from the events alone; and that the deadlines of Điều 17 are
// opened by the content, met by publication and never judged again.
//
// It does not store, read clocks or make identifiers, it does not know who sits
// on a board or which agency took over from another (both are handed in), and it
// does not render text.
package publication
