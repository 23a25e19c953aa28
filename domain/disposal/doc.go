// Package disposal is the list by which content leaves the portal for good once its
// time of retention has ended (law.md §12, R17.2): one person draws it up, the head
// of the agency approves it by a decision, and only then the items go.
//
// It promises that nobody approves a list that they drew up, in person or by a name
// that was lent, and that a list is carried out as it was approved. It does not
// dispose of anything itself: each item judges the order that the list gives.
package disposal
