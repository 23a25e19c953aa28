package subject

import "minhbach/domain"

// Complete records that an ordered erasure was carried out. It is the system's
// alone, given once the key is destroyed, and again after whatever stopped it.
type Complete struct{ By domain.Actor }

func (s *Subject) Complete(cmd Complete) ([]domain.Event, error) {
	if cmd.By.Account != domain.System {
		return nil, ErrNotAllowed.New()
	}
	if s.state == StateErased {
		return nil, nil
	}
	if err := s.may(cmd.By, CommandComplete); err != nil {
		return nil, err
	}
	return []domain.Event{Erased{Basis: s.ordered.Basis, LegalVi: s.ordered.LegalVi, LegalEn: s.ordered.LegalEn}}, nil
}
