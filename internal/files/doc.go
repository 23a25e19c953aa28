// Package files keeps attachments by their content: the name of a file is the
// SHA-256 of its bytes, and no name that a person chose ever reaches a path.
//
// It promises that what Put returned is on disk, whole, and that it is of a type
// on the list, by its extension and by what it contains. It is no virus scanner,
// and it unpacks nothing for others: archives are read to their end once, within
// limits, to be sure that they can be.
//
// Nodes may share the directory: files never change and appear by renaming.
package files
