package esdbserver

import (
	"context"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"minhbach/eventstore"
)

func as(name string, groups ...string) context.Context {
	return context.WithValue(context.Background(), callerKey{}, Identity{Name: name, Groups: groups})
}

func TestAccessLists(t *testing.T) {
	s := server(t, Options{DefaultACL: ACL{Read: []string{"inspector"}, ReadMeta: []string{Everyone}}})
	for stream, acl := range map[string]string{
		"bao-cao":  `{"$acl":{"$r":"lan","$w":["editor","hung"],"$d":[],"$mw":"editor"}}`,
		"cong-bo":  `{"$acl":{"$r":["$all"]}}`,
		"$all":     `{"$acl":{"$r":["auditor"]}}`,
		"$ngay":    `{"$acl":{"$r":"lan"}}`,
		"rieng-tu": `{"$acl":{"$r":[],"$mr":[]}}`,
	} {
		draft := eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "$metadata", Data: []byte(acl)}
		if _, err := s.log.Append(t.Context(), metaOf(stream), eventstore.Any(), draft); err != nil {
			t.Fatal(err)
		}
	}
	lan, hung, anonymous := as("lan", "editor"), as("hung"), context.Background()
	inspector, admin := as("an", "inspector"), as("quantri", Admins)
	for _, c := range []struct {
		what   string
		who    context.Context
		op     operation
		stream string
		want   bool
	}{
		{"named by a single string", lan, toRead, "bao-cao", true},
		{"the list of the stream replaces the default", inspector, toRead, "bao-cao", false},
		{"by group", lan, toWrite, "bao-cao", true},
		{"by name in a list", hung, toWrite, "bao-cao", true},
		{"not named", hung, toRead, "bao-cao", false},
		{"an empty list is for administrators", lan, toDelete, "bao-cao", false},
		{"what the list leaves out is by default", anonymous, toReadMeta, "bao-cao", true},
		{"metadata through its stream", lan, toWrite, "$$bao-cao", true},
		{"metadata through its stream", hung, toWrite, "$$bao-cao", false},
		{"metadata is not deleted", lan, toDelete, "$$bao-cao", false},
		{"everyone", anonymous, toRead, "cong-bo", true},
		{"everyone may not write", anonymous, toWrite, "cong-bo", false},
		{"default", inspector, toRead, "tin-bai", true},
		{"default", lan, toRead, "tin-bai", false},
		{"default without a list", inspector, toWrite, "tin-bai", false},
		{"a system stream has no default", inspector, toRead, "$users", false},
		{"a system stream with a list", lan, toRead, "$ngay", true},
		{"metadata of a system stream", inspector, toRead, "$$$users", false},
		{"the whole log", inspector, toRead, allLog, false},
		{"the whole log by its list", as("x", "auditor"), toRead, allLog, true},
		{"empty lists are no gaps", inspector, toReadMeta, "rieng-tu", false},
		{"subscription groups", lan, toManage, "bao-cao", false},
		{"subscription groups", as("vanhanh", Operators), toManage, "bao-cao", true},
		{"operators read by lists only", as("vanhanh", Operators), toRead, "tin-bai", false},
		{"readers read everything", as("kiemtra", Readers), toRead, "$users", true},
		{"readers read everything", as("kiemtra", Readers), toRead, allLog, true},
		{"readers read everything", as("kiemtra", Readers), toReadMeta, "rieng-tu", true},
		{"readers change nothing", as("kiemtra", Readers), toWrite, "tin-bai", false},
		{"readers change nothing", as("kiemtra", Readers), toWrite, "$$tin-bai", false},
		{"readers change nothing", as("kiemtra", Readers), toDelete, "tin-bai", false},
		{"readers change nothing", as("kiemtra", Readers), toManage, "tin-bai", false},
		{"nobody has the empty name", anonymous, toWrite, "bao-cao", false},
		{"administrators", admin, toDelete, "$users", true},
		{"administrators", admin, toManage, allLog, true},
		{"administrators", admin, toWrite, "rieng-tu", true},
	} {
		err := s.authorize(c.who, c.op, c.stream)
		if (err == nil) != c.want || err != nil && status.Code(err) != codes.PermissionDenied {
			t.Errorf("%s: %q may %v %s: %v", c.what, caller(c.who).Name, c.op, c.stream, err)
		}
	}
}
