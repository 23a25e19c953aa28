package notice

import "minhbach/domain"

// Reopen asks for one that failed, or still waits, to be sent now.
func (n *Notice) Reopen(by domain.Actor) ([]domain.Event, error) {
	switch {
	case n.state == StateNew:
		return nil, ErrNotFound.New()
	case by.Account == "" || by.Account != domain.System && by.Role != domain.Administrator:
		return nil, ErrNotAllowed.New()
	case n.state == StateSent:
		return nil, ErrSent.New()
	}
	return []domain.Event{Reopened{By: by.Account}}, nil
}
