package archive

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// Erasure is an event by which a person's key was destroyed.
type Erasure struct {
	Index    uint64
	ID       string
	Recorded time.Time
}

// premis writes the preservation events of a bag (PREMIS 3.0, Library of Congress).
// The elements stand in the order that its schema asks for.
func premis(w io.Writer, c *Contents, s Summary) error {
	out := premisDoc{
		NS: "http://www.loc.gov/premis/v3", XSI: "http://www.w3.org/2001/XMLSchema-instance", Version: "3.0",
		Objects: []premisObject{{
			Type: "premis:representation", ID: premisID{"RFC 6962 root (SHA-256)", s.Root},
			Name: fmt.Sprintf("%s, %d leaves", s.Origin, s.Size),
		}},
	}
	when := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	agent := premisID{"software", c.Software}
	add := func(id, kind, at, detail, outcome, note string) {
		out.Events = append(out.Events, premisEvent{
			ID: premisID{"local", id}, Kind: kind, When: at, Detail: detail, Outcome: outcome, Note: note, Agent: agent,
			Object: premisID{"RFC 6962 root (SHA-256)", s.Root},
		})
	}
	if !s.First.IsZero() {
		add("ingestion", "ingestion", when(s.First)+"/"+when(s.Last),
			fmt.Sprintf("leaves %d to %d were recorded by the running system, each when it happened", s.Since, s.Size-1), "success", fmt.Sprintf("%d events are in this package", s.Events))
	}
	for _, e := range c.Erasures {
		add("erasure-"+e.ID, "redaction", when(e.Recorded),
			fmt.Sprintf("a person's key was destroyed (leaf %d); what was sealed for the person cannot be read again by anybody", e.Index), "success", "proofs still hold: leaves commit to what is sealed")
	}
	fixity := "success"
	if len(s.Absent) > 0 {
		fixity = "warning"
	}
	add("fixity", "fixity check", when(c.Now), "every file was read and compared with its SHA-256, every leaf and tile with the root of the signed checkpoint",
		fixity, fmt.Sprintf("%d files, %d canonical contents; %d named and absent", s.Files, s.Contents, len(s.Absent)))
	add("export", "information package creation", when(c.Now), fmt.Sprintf("%s export as a BagIt bag (RFC 8493)", s.Scope), "success", fmt.Sprintf("%d events", s.Events))
	out.Agents = []premisAgent{{ID: premisID{"software", c.Software}, Name: "Minh Bạch", Kind: "software"}}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

type premisDoc struct {
	XMLName xml.Name       `xml:"premis:premis"`
	NS      string         `xml:"xmlns:premis,attr"`
	XSI     string         `xml:"xmlns:xsi,attr"`
	Version string         `xml:"version,attr"`
	Objects []premisObject `xml:"premis:object"`
	Events  []premisEvent  `xml:"premis:event"`
	Agents  []premisAgent  `xml:"premis:agent"`
}

type premisID struct{ Type, Value string }

type premisObject struct {
	Type string
	ID   premisID
	Name string
}

type premisEvent struct {
	ID                                premisID
	Kind, When, Detail, Outcome, Note string
	Agent, Object                     premisID
}

type premisAgent struct {
	ID         premisID
	Name, Kind string
}

func (o premisObject) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	return e.EncodeElement(struct {
		Type  string `xml:"xsi:type,attr"`
		IDT   string `xml:"premis:objectIdentifier>premis:objectIdentifierType"`
		Value string `xml:"premis:objectIdentifier>premis:objectIdentifierValue"`
		Name  string `xml:"premis:originalName"`
	}{o.Type, o.ID.Type, o.ID.Value, o.Name}, start)
}

func (v premisEvent) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	return e.EncodeElement(struct {
		IDT     string `xml:"premis:eventIdentifier>premis:eventIdentifierType"`
		ID      string `xml:"premis:eventIdentifier>premis:eventIdentifierValue"`
		Kind    string `xml:"premis:eventType"`
		When    string `xml:"premis:eventDateTime"`
		Detail  string `xml:"premis:eventDetailInformation>premis:eventDetail"`
		Outcome string `xml:"premis:eventOutcomeInformation>premis:eventOutcome"`
		Note    string `xml:"premis:eventOutcomeInformation>premis:eventOutcomeDetail>premis:eventOutcomeDetailNote"`
		AgentT  string `xml:"premis:linkingAgentIdentifier>premis:linkingAgentIdentifierType"`
		Agent   string `xml:"premis:linkingAgentIdentifier>premis:linkingAgentIdentifierValue"`
		ObjectT string `xml:"premis:linkingObjectIdentifier>premis:linkingObjectIdentifierType"`
		Object  string `xml:"premis:linkingObjectIdentifier>premis:linkingObjectIdentifierValue"`
	}{v.ID.Type, v.ID.Value, v.Kind, v.When, v.Detail, v.Outcome, v.Note, v.Agent.Type, v.Agent.Value, v.Object.Type, v.Object.Value}, start)
}

func (a premisAgent) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	return e.EncodeElement(struct {
		IDT  string `xml:"premis:agentIdentifier>premis:agentIdentifierType"`
		ID   string `xml:"premis:agentIdentifier>premis:agentIdentifierValue"`
		Name string `xml:"premis:agentName"`
		Kind string `xml:"premis:agentType"`
	}{a.ID.Type, a.ID.Value, a.Name, a.Kind}, start)
}
