package esdbserver

import (
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Who may not read is refused, also behind a link.
func TestReadingIsForThoseWhoMay(t *testing.T) {
	log := openLog(t)
	w := &world{log: log}
	w.put(t, "open", "a.b")
	w.put(t, "$secret", "a.b")
	w.link(t, "open", "0@$secret")
	w.link(t, "open", "0@open")
	s := &streamsService{Server: New(log, Options{DefaultACL: ACL{Read: []string{Everyone}}})}
	defer s.end()
	ask := func(o *streams.ReadReq_Options, groups ...string) (string, codes.Code) {
		l := listen(calling(t, groups...), 50)
		defer l.cancel()
		err := s.Read(&streams.ReadReq{Options: o}, l)
		return brief(l.heard), status.Code(err)
	}
	linked := ofStream("open")
	linked.ResolveLinks = true
	subscribed := ofAll()
	subscribed.CountOption = &streams.ReadReq_Options_Subscription{}
	for _, c := range []struct {
		what   string
		o      *streams.ReadReq_Options
		groups []string
		want   string
		code   codes.Code
	}{
		{"an open stream", ofStream("open"), nil, "0 1 2", codes.OK},
		{"a link to a closed one", linked, nil, "0 →?1 →open/0", codes.OK},
		{"a link, for administrators", linked, []string{Admins}, "0 →$secret/0 →open/0", codes.OK},
		{"a closed stream", ofStream("$secret"), nil, "", codes.PermissionDenied},
		{"the whole log", ofAll(), nil, "", codes.PermissionDenied},
		{"the whole log as a stream", ofStream("$all"), nil, "", codes.PermissionDenied},
		{"subscribing to the whole log", subscribed, nil, "", codes.PermissionDenied},
		{"the whole log, for administrators", ofAll(), []string{Admins}, "0 0 1 2", codes.OK},
	} {
		if got, code := ask(c.o, c.groups...); got != c.want || code != c.code {
			t.Errorf("%s: %q, %v", c.what, got, code)
		}
	}
}
