// Package follow keeps a search index in step with the log.
//
// It promises that the index lags by no more than one reading of the log; that a
// crash at any point loses nothing, because documents and the position they
// reflect are written together and anything after that is read again; that an item
// which changed a hundred times in a reading is written once; that a rebuild goes
// on beside while queries are answered from the old index, and is swapped in as a
// whole. What a source cannot make after several tries is parked, seen in Status
// and asked for again; others go on.
//
// It knows no engine and no read model: an Engine opens directories, a Source
// makes documents.
package follow
