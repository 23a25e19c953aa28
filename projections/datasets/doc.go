// Package datasets is the read model of open datasets: what the public sees and saw
// of them, their versions, the counts behind a catalogue's facets, and the work in
// hand for staff.
//
// Public rows are temporal: one query answers for now and for any earlier position
// of the log. Work rows are not; they hold drafts and are for staff only. The rows
// of the data itself are not here: a release names the table that has them.
package datasets
