// Package faultfs is a disk for tests of what SQLite keeps: it fails where it is
// told to, and after a power cut it has forgotten what was not synced.
//
// It is a layer (a VFS in SQLite's words) on the one that SQLite uses anyway, and
// sees the files below one directory; all others pass by. It promises that
// everything a program was told to be synced is in every image of a cut, and that
// anything else may be: whole, missing, in another order, torn at a sector, or as
// noise. It syncs nothing for real, so tests are fast. It is not for programs that
// keep something.
//
// What it takes for granted is what SQLite does (sqlite.org/psow.html): noise stays
// within the bytes being written.
package faultfs
