package esdbserver

import (
	"context"
	"errors"
	"slices"
	"strings"

	"google.golang.org/grpc/codes"
)

// ErrCredentials: the name and the password do not fit.
var ErrCredentials = errors.New("esdbserver: wrong name or password")

// operation is what an access list speaks about.
type operation uint8

const (
	toRead operation = iota
	toWrite
	toDelete
	toReadMeta
	toWriteMeta
	toManage // persistent subscriptions
)

func (o operation) String() string {
	return [...]string{"read", "write to", "delete", "read the metadata of", "write the metadata of", "manage the persistent subscriptions of"}[o]
}

// ACL says who may do what with a stream: names, groups, Everyone. An empty list is
// for administrators, and readers where it is about reading; in the list of a stream itself, a nil one leaves the
// operation to the default.
type ACL struct {
	Read, Write, Delete, ReadMeta, WriteMeta []string
}

// list is who may; nil where there is no list for the operation.
func (a *ACL) list(op operation) []string {
	switch {
	case a == nil:
		return nil
	case op == toRead:
		return a.Read
	case op == toWrite:
		return a.Write
	case op == toDelete:
		return a.Delete
	case op == toReadMeta:
		return a.ReadMeta
	case op == toWriteMeta:
		return a.WriteMeta
	}
	return nil
}

// allLog stands for the whole log where a stream is named.
const allLog = "$all"

// authorize refuses what the caller may not do with the stream: administrators may
// everything, readers read everything; for others the stream's own list decides, and where it has none the
// default of application streams. System streams and the whole log have no default.
func (s *Server) authorize(ctx context.Context, op operation, stream string) error {
	who := caller(ctx)
	switch {
	case who.admin(), op == toManage && who.in(Operators), (op == toRead || op == toReadMeta) && who.in(Readers):
		return nil
	}
	described, isMeta := strings.CutPrefix(stream, metaOf(""))
	if isMeta {
		switch op {
		case toRead:
			op = toReadMeta
		case toWrite:
			op = toWriteMeta
		default:
			return denied(ctx, op, stream)
		}
		stream = described
	}
	if op == toManage || isMeta && strings.HasPrefix(described, metaOf("")) {
		return denied(ctx, op, stream)
	}
	meta, err := s.meta.get(ctx, stream)
	if err != nil {
		return failed(ctx, err)
	}
	list := meta.ACL.list(op)
	if list == nil && !strings.HasPrefix(stream, "$") {
		list = s.opts.DefaultACL.list(op)
	}
	if !slices.ContainsFunc(list, func(name string) bool {
		return name == Everyone || name != "" && name == who.Name || who.in(name)
	}) {
		return denied(ctx, op, stream)
	}
	return nil
}

func denied(ctx context.Context, op operation, stream string) error {
	who := "An anonymous caller"
	if name := caller(ctx).Name; name != "" {
		who = "'" + name + "'"
	}
	return refuse(ctx, codes.PermissionDenied, "access-denied", who+" may not "+op.String()+" '"+stream+"'; its $acl or an administrator can allow it.")
}
