package api

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/opendata/export"
	"minhbach/opendata/record"
)

// openAPIMedia is what the document about the whole API has too.
const openAPIMedia = "application/openapi+json"

type openAPIAnswer struct {
	Position    uint64 `header:"Minhbach-Position" doc:"Position of the log that the answer reflects."`
	ETag        string `header:"ETag" doc:"Of exactly this answer."`
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (s *service) getDatasetOpenAPI(api huma.API) {
	any := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}}
	read(api, huma.Operation{
		OperationID: "get-dataset-openapi", Path: "/datasets/{id}/openapi.json", Tags: []string{tagDatasets},
		Summary:     "An OpenAPI document of this dataset alone",
		Description: "OpenAPI 3.1 with the dataset's own columns as choices and its rows as a schema: give it to a client generator.",
		Errors:      []int{410},
		Responses: map[string]*huma.Response{"200": {
			Description: "OpenAPI 3.1", Content: map[string]*huma.MediaType{openAPIMedia: any, "application/json": any},
		}},
	}, func(ctx context.Context, in *Versioned) (*openAPIAnswer, error) {
		a, err := s.aim(ctx, *in, true)
		if err != nil {
			return nil, err
		}
		b, err := json.MarshalIndent(describeTable(a, requestOf(ctx).base), "", "  ")
		return &openAPIAnswer{Position: a.position, ContentType: openAPIMedia, Body: append(b, '\n')}, err
	})
}

type node = map[string]any

// describeTable writes the document of one dataset.
func describeTable(a *aimed, base string) node {
	d, columns := a.dataset, a.dataset.Content.Release.Columns
	paths := node{
		"/rows":     node{"get": rowsOperation(columns)},
		"/groups":   node{"get": groupsOperation(columns)},
		"/columns":  node{"get": fileOperation("getColumns", "The columns dictionary with statistics", "application/json", node{"type": "object"})},
		"/original": node{"get": fileOperation("getOriginal", "The publisher's own file, byte for byte", mediaType(d.Content.Release.File.MediaType), binary)},
	}
	for _, f := range wholeTables {
		if f == export.GeoJSON && !record.HasGeometry(columns) {
			continue
		}
		form, _ := export.FormOf(f)
		media := mediaOnly(form.MediaType)
		schema := binary
		if f == export.JSON {
			schema = node{"type": "array", "items": ref("Row")}
		}
		paths["/data."+form.Extension] = node{"get": fileOperation("getData_"+string(f), "The whole table as "+form.En, media, schema)}
	}
	license := node{"name": "Terms of use of the publisher", "url": base + "/api/docs#giay-phep"}
	if l := licenceOf(d.Licence); l != nil {
		license["name"] = l.En
		if l.URI != "" {
			license["url"] = l.URI
		}
	}
	return node{
		"openapi": "3.1.0",
		"info": node{
			"title": d.Title, "version": strconv.Itoa(a.Version), "summary": d.Summary, "license": license,
			"description": "Rows, figures and files of one dataset. Conditions are written as in `" + exampleCondition(columns) + "`; the whole grammar is at " + base + "/api/docs.",
		},
		"servers":  []any{node{"url": base + datasetURL(d.ID), "description": "This dataset"}},
		"security": []any{},
		"paths":    paths,
		"components": node{
			"schemas": node{
				"Row": rowSchema(columns), "RowsPage": rowsPageSchema(), "GroupsPage": groupsPageSchema(), "Problem": problemSchema(),
			},
			"responses": node{
				"Refused": node{
					"description": "The question cannot be answered as it stands; code and detail say why",
					"content":     node{"application/problem+json": node{"schema": ref("Problem")}},
				},
			},
		},
	}
}

var binary = node{"type": "string", "format": "binary"}

func ref(name string) node { return node{"$ref": "#/components/schemas/" + name} }

func answers(content node) node {
	refused := node{"$ref": "#/components/responses/Refused"}
	return node{
		"200": node{"description": "As asked", "content": content},
		"304": node{"description": "The reader has it already"},
		"404": refused, "410": refused, "422": refused, "429": refused, "503": refused,
	}
}

func fileOperation(id, summary, media string, schema node) node {
	return node{
		"operationId": id, "summary": summary, "parameters": []any{versionParameter},
		"responses": answers(node{media: node{"schema": schema}}),
	}
}

var versionParameter = node{
	"name": "version", "in": "query", "description": "Number of a public version; absent: the newest.", "schema": node{"type": "integer", "minimum": 1},
}

func listParameter(name, description string, values []string) node {
	return node{
		"name": name, "in": "query", "description": description, "style": "form", "explode": false,
		"schema": node{"type": "array", "items": node{"type": "string", "enum": values}},
	}
}

func textParameter(name, description, example string) node {
	p := node{"name": name, "in": "query", "description": description, "schema": node{"type": "string"}}
	if example != "" {
		p["example"] = example
	}
	return p
}

func countParameter(name, description string, least, most int) node {
	return node{"name": name, "in": "query", "description": description, "schema": node{"type": "integer", "minimum": least, "maximum": most}}
}

func rowsOperation(columns []dataset.Column) node {
	var names, orders []string
	for _, c := range columns {
		names = append(names, c.Name)
		if c.Type != dataset.Geometry {
			orders = append(orders, c.Name, "-"+c.Name)
		}
	}
	formats := each(dataFormats, func(f export.Format) string { return string(f) })
	content := node{"application/json": node{"schema": ref("RowsPage")}}
	for _, f := range dataFormats {
		form, _ := export.FormOf(f)
		if media := mediaOnly(form.MediaType); content[media] == nil {
			content[media] = node{"schema": binary}
		}
	}
	return node{
		"operationId": "getRows", "summary": "Rows: chosen, sorted, paged",
		"parameters": []any{
			listParameter("select", "Columns of the answer; absent: all.", append(names, analytics.RowID)),
			textParameter("where", "A condition on the columns.", exampleCondition(columns)),
			textParameter("q", "Words that some text column must hold, whatever the accents.", ""),
			listParameter("order", "By these columns; a minus for the largest first.", append(orders, analytics.RowID, "-"+analytics.RowID)),
			countParameter("limit", "Rows of a page.", 1, analytics.MaxRows), countParameter("offset", "Rows to leave out first.", 0, 100_000_000),
			textParameter("cursor", "From next.", ""), versionParameter,
			node{"name": "format", "in": "query", "schema": node{"type": "string", "enum": formats, "default": "json"}},
		},
		"responses": answers(content),
	}
}

func groupsOperation(columns []dataset.Column) node {
	var by, figures []string
	for _, c := range columns {
		if c.Type == dataset.Geometry {
			continue
		}
		by = append(by, c.Name)
		if c.Type == dataset.Date || c.Type == dataset.DateTime {
			for _, p := range analytics.Parts() {
				by = append(by, c.Name+":"+p)
			}
		}
	}
	figures = append(figures, "count")
	for _, c := range columns {
		for _, f := range analytics.Functions(c.Type) {
			figures = append(figures, f+"("+c.Name+")")
		}
	}
	return node{
		"operationId": "getGroups", "summary": "Rows counted and added up by groups",
		"parameters": []any{
			listParameter("group_by", "Columns; dates may be cut to a part.", by), listParameter("select", "Figures; absent: count.", figures),
			textParameter("where", "A condition on the columns.", exampleCondition(columns)), textParameter("q", "Words, as for rows.", ""),
			textParameter("order", "By names of the answer, such as: count desc.", ""),
			countParameter("limit", "Groups.", 1, analytics.MaxGroups), countParameter("offset", "Groups to leave out first.", 0, 100_000_000), versionParameter,
			node{"name": "format", "in": "query", "schema": node{"type": "string", "enum": each(groupFormats, func(f export.Format) string { return string(f) }), "default": "json"}},
		},
		"responses": answers(node{"application/json": node{"schema": ref("GroupsPage")}, "text/csv": node{"schema": binary}}),
	}
}

// exampleCondition is one that this table can answer.
func exampleCondition(columns []dataset.Column) string {
	for _, c := range columns {
		switch c.Type {
		case dataset.Integer, dataset.Decimal:
			return c.Name + " >= 100"
		case dataset.Date:
			return c.Name + " >= 2025-01-01"
		}
	}
	for _, c := range columns {
		if c.Type == dataset.Text {
			return c.Name + ` contains "ke sach"`
		}
	}
	return "true"
}

func rowSchema(columns []dataset.Column) node {
	properties := node{}
	for _, c := range columns {
		p := node{"title": c.Title}
		kind := "string"
		switch c.Type {
		case dataset.Integer:
			kind, p["format"] = "integer", "int64"
		case dataset.Decimal:
			kind, p["format"] = "number", "double"
		case dataset.Boolean:
			kind = "boolean"
		case dataset.Date:
			p["format"] = "date"
		case dataset.DateTime:
			p["format"] = "date-time"
		case dataset.Geometry:
			kind = "object"
		}
		p["type"] = []string{kind, "null"}
		text := c.Description
		if c.Unit != "" {
			text += map[bool]string{true: " "}[text != ""] + "(" + c.Unit + ")"
		}
		if text != "" {
			p["description"] = text
		}
		properties[c.Name] = p
	}
	properties[analytics.RowID] = node{"type": "integer", "format": "int64", "title": "Number of the row, where it was selected"}
	return node{"type": "object", "properties": properties}
}

func rowsPageSchema() node {
	text, whole := node{"type": "string"}, node{"type": "integer", "format": "int64"}
	return node{
		"type": "object", "required": []string{"version", "total", "columns", "rows"},
		"properties": node{
			"dataset": text, "version": whole, "position": whole, "total": whole, "next": text, "license": node{"type": "object"},
			"columns": node{"type": "array", "items": node{"type": "object"}}, "rows": node{"type": "array", "items": ref("Row")},
		},
	}
}

func groupsPageSchema() node {
	s := rowsPageSchema()
	p := s["properties"].(node)
	delete(p, "next")
	p["rows"] = node{"type": "array", "items": node{"type": "object", "additionalProperties": true}}
	return s
}

func problemSchema() node {
	text := node{"type": "string"}
	return node{
		"type": "object", "required": []string{"type", "title", "status", "detail", "code"},
		"properties": node{"type": text, "title": text, "status": node{"type": "integer"}, "detail": text, "code": text},
	}
}
