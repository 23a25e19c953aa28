// Package vault keeps the keys under which the personal data of events are
// sealed: one key for each person, wrapped by a master key, in an SQLite file of
// its own.
//
// It promises that a key is on disk before anything is sealed under it; that a
// destroyed key is overwritten, is gone from the file and its journal when
// Destroy returns, never comes back, and that nothing new is sealed for its
// person; and that a sealed value opens only for the person, the event type and
// the field it was made for.
//
// It is not the log and is in no copy of the log: whoever has the log without the
// vault reads no personal data, and a backup of the vault brings back every key
// that was live when it was taken. Such backups must therefore be short-lived.
// What a disk keeps of overwritten blocks it cannot know; the master key, which
// belongs elsewhere, guards these. Personal data under a key remain personal data
// (EDPB Guidelines 02/2025): only their destruction is made possible here.
package vault
