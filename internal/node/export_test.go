package node

import "net/http"

// OpsHandler answers monitors, for tests outside this package.
func (n *Node) OpsHandler() http.Handler { return n.opsHandler() }
