package node

import (
	"context"

	"minhbach/eventstore/vault"
	"minhbach/internal/app"
)

// shredder destroys keys of the vault; nil where there is no vault.
func (n *Node) shredder() app.Shredder {
	if n.Vault == nil {
		return nil
	}
	return shredder{n.Vault}
}

type shredder struct{ *vault.Vault }

func (s shredder) Destroy(ctx context.Context, subject string) error {
	_, err := s.Vault.Destroy(ctx, subject)
	return err
}

func (s shredder) Destroyed(ctx context.Context, subject string) (bool, error) {
	state, err := s.State(ctx, subject)
	return state == vault.Destroyed, err
}
