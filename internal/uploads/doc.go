// Package uploads receives data files in pieces and has them read.
//
// It promises that what was acknowledged is on disk, so that a sender goes on from
// there after a broken connection or a kill; that an upload is of its agency only;
// and that one file at a time is read, in the background, within the reader's
// limits. Nothing here is part of history: an upload that nobody used is forgotten
// after seven days, and what a reading found is found again by reading again.
package uploads
