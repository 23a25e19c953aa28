// Package publications is the read model of everything editorial: the public items
// as they stand and as they stood, their versions, their deadlines, and the work
// in hand for staff.
//
// Public rows are temporal: one query answers for now and for any earlier position
// of the log. Work rows are not; they hold drafts and are for staff only.
package publications
