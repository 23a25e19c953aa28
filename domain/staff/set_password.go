package staff

import "minhbach/domain"

// SetPassword stores a hash made of a text that CheckPassword accepted. It ends
// every session, the one that asked included.
type SetPassword struct {
	By        domain.Actor
	Hash      Sealed
	CurrentOK bool // the present password was given and is right; asked of one's own account only
}

func (a *Account) SetPassword(cmd SetPassword) ([]domain.Event, error) {
	if err := a.managed(cmd.By, true); err != nil {
		return nil, err
	}
	own := a.isOwn(cmd.By)
	switch {
	case own && a.disabled:
		return nil, ErrDisabled.New()
	case own && a.HasPassword() && !cmd.CurrentOK:
		return nil, ErrCurrentPassword.New().At("old")
	}
	if f := checkSealed(cmd.Hash); f != nil {
		return nil, f
	}
	return []domain.Event{PasswordSet{Hash: cmd.Hash, MustChange: !own && cmd.By.Account != domain.System}}, nil
}
