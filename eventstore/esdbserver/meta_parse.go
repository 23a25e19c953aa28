package esdbserver

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	"minhbach/eventstore"
)

// The members of metadata that the server obeys; $cacheControl and whatever else there
// is belong to clients.
const (
	memberMaxCount = "$maxCount"
	memberMaxAge   = "$maxAge" // seconds
	memberTruncate = "$tb"
	memberACL      = "$acl"
)

// parseMeta reads metadata member by member: what is malformed counts as absent, except
// for an access list, which then lets administrators alone in.
func parseMeta(data []byte) streamMeta {
	var m streamMeta
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		return m
	}
	if n, ok := whole(members[memberMaxCount]); ok && n > 0 {
		m.MaxCount = n
	}
	if n, ok := whole(members[memberMaxAge]); ok && n > 0 {
		m.MaxAge = time.Duration(min(n, int64(math.MaxInt64/time.Second))) * time.Second
	}
	if n, ok := whole(members[memberTruncate]); ok && n > 0 {
		m.TruncateBefore = eventstore.Revision(n)
	}
	if raw, ok := members[memberACL]; ok && string(raw) != "null" {
		m.ACL = parseACL(raw)
	}
	return m
}

func whole(raw json.RawMessage) (int64, bool) {
	n, err := strconv.ParseInt(string(raw), 10, 64)
	return n, err == nil
}

// parseACL reads an access list. A role that it does not name is nil, which is the
// default's to decide.
func parseACL(raw json.RawMessage) *ACL {
	var name string
	if json.Unmarshal(raw, &name) == nil && name == "$userStreamAcl" {
		all := []string{Everyone}
		return &ACL{Read: all, Write: all, Delete: all, ReadMeta: all, WriteMeta: all}
	}
	var roles map[string]json.RawMessage
	if json.Unmarshal(raw, &roles) != nil { // $systemStreamAcl, too
		none := []string{}
		return &ACL{Read: none, Write: none, Delete: none, ReadMeta: none, WriteMeta: none}
	}
	return &ACL{Read: parseRoles(roles["$r"]), Write: parseRoles(roles["$w"]), Delete: parseRoles(roles["$d"]),
		ReadMeta: parseRoles(roles["$mr"]), WriteMeta: parseRoles(roles["$mw"])}
}

func parseRoles(raw json.RawMessage) []string {
	if raw == nil || string(raw) == "null" {
		return nil
	}
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	several := []string{}
	if json.Unmarshal(raw, &several) != nil {
		return []string{}
	}
	return several
}

// truncated is metadata with another $tb and everything else as it was.
func truncated(data []byte, before eventstore.Revision) []byte {
	members := map[string]json.RawMessage{}
	if json.Unmarshal(data, &members) != nil || members == nil {
		members = map[string]json.RawMessage{}
	}
	members[memberTruncate] = strconv.AppendInt(nil, int64(before), 10)
	out, err := json.Marshal(members)
	if err != nil { // a member that the decoder took is valid JSON
		out = []byte(`{"$tb":` + strconv.FormatInt(int64(before), 10) + `}`)
	}
	return out
}
