//go:build !unix

package bench

import "os/exec"

// otherUser: this system has no root that PostgreSQL would refuse.
func otherUser(string) (func(*exec.Cmd), error) { return func(*exec.Cmd) {}, nil }
