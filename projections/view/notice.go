package view

import (
	"time"

	"minhbach/domain/notice"
)

// Notice is a message to a member of staff or to an office, and what became of it. It
// names nobody: who an account is, and where mail to it goes, is told elsewhere.
type Notice struct {
	ID       string         `json:"id"`
	State    notice.State   `json:"state"`
	Written  notice.Written `json:"written"`
	At       time.Time      `json:"written_at"`
	Tries    int            `json:"tries"`
	Cause    string         `json:"cause,omitempty"` // of the last failure
	Until    time.Time      `json:"not_before,omitzero"`
	EndedAt  time.Time      `json:"ended_at,omitzero"` // when it was sent, or failed
	Revision int64          `json:"revision"`
}

// NoticeFilter chooses notices, the newest first.
type NoticeFilter struct {
	Open   bool           // only those that wait, are deferred or failed
	States []notice.State // only these
	Before string         // id of a notice: only older ones
	Limit  int            // 0: 200
}

// NoticeCounts is how many notices are in a state.
type NoticeCounts map[notice.State]int
