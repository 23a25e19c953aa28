// Package staff is the account of one person who works on the portals: how they
// prove who they are, in which roles and for which agencies they may act, and
// which sessions and tokens of theirs are still good.
//
// It promises that a locked, disabled or half-proved account gets no session and
// that what was revoked stays revoked. It hashes, seals and compares nothing: the
// application checks secrets and hands in what it found. What holds across
// accounts (a login taken once, a last administrator) is the application's too.
package staff
