// Package board is the editorial board of one portal (Điều 22): who sits on it,
// for which term, by which decision, and who borrowed whose power for how long.
//
// It promises to answer, for any date, whether an account may approve for the
// agency and on what ground. It does not approve anything: a publication takes
// the Authority found here and keeps it in its own record.
package board
