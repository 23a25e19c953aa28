package notice

import "minhbach/domain"

// Write records that somebody is to be told. Written once, it stays as it is.
func (n *Notice) Write(cmd Written) ([]domain.Event, error) {
	switch {
	case n.state != StateNew:
		return nil, nil
	case cmd.Notice == "" || cmd.Kind == "" || cmd.Sort == "" || cmd.About == "" || cmd.Event == "",
		(cmd.To.Account == "") == (cmd.To.Office == ""):
		return nil, ErrIncomplete.New()
	}
	return []domain.Event{cmd}, nil
}
