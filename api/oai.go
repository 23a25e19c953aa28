package api

import "net/http"

func (s *service) serveOAI(_ http.ResponseWriter, r *http.Request) error {
	return errRoute.New("path", r.URL.Path)
}
