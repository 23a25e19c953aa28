package node

import "minhbach/internal/app"

// shredder destroys keys of the vault.
func (n *Node) shredder() app.Shredder { return nil }
