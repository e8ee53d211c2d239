using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IdentitySource.Management.Configuration;

/// <summary>
/// YAML as another spelling of JSON: one document of mappings, sequences and scalars, in the types of the YAML 1.2 core schema.
/// Anchors, aliases and tags are refused: a few lines with them can become gigabytes, or objects.
/// </summary>
internal static class Yaml
{
    /// <exception cref="JsonException">It is no such document; the message names the line.</exception>
    public static JsonNode Read(string text, int deepest)
    {
        try
        {
            Parser parser = new(new StringReader(text));
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            var root = Value(parser, deepest) ?? throw new JsonException("It is empty.");
            parser.Consume<DocumentEnd>();
            parser.Consume<StreamEnd>();
            return root;
        }
        catch (YamlException wrong)
        {
            throw new JsonException($"Line {wrong.Start.Line}: {wrong.Message}", wrong);
        }
    }

    public static string Write(JsonNode root)
    {
        StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Emitter emitter = new(text);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Emit(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static JsonNode? Value(Parser parser, int depth)
    {
        if (depth == 0)
        {
            throw Wrong(parser, "It is nested too deeply.");
        }

        if (parser.Current is NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false } or AnchorAlias)
        {
            throw Wrong(parser, "Anchors, aliases and tags are not taken.");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value) : JsonValue.Create(scalar.Value);
        }

        return parser.TryConsume<SequenceStart>(out _) ? Sequence(parser, depth) : Mapping(parser, depth);
    }

    private static JsonArray Sequence(Parser parser, int depth)
    {
        JsonArray list = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            list.Add(Value(parser, depth - 1));
        }

        return list;
    }

    private static JsonObject Mapping(Parser parser, int depth)
    {
        parser.Consume<MappingStart>();
        JsonObject members = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = parser.Consume<Scalar>();
            if (members.ContainsKey(name.Value))
            {
                throw new JsonException($"Line {name.Start.Line}: '{name.Value}' stands twice.");
            }

            members[name.Value] = Value(parser, depth - 1);
        }

        return members;
    }

    /// <summary>YAML 1.2 §10.3.2, as far as JSON has the type.</summary>
    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                emitter.Emit(new MappingStart());
                foreach (var (name, value) in members)
                {
                    emitter.Emit(new Scalar(name));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var value in list)
                {
                    Emit(emitter, value);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(ScalarOf(node));
                break;
        }
    }

    /// <summary>Text is quoted when it would be read as something else.</summary>
    private static Scalar ScalarOf(JsonNode? node)
    {
        if (node?.GetValueKind() != JsonValueKind.String)
        {
            return new Scalar(node?.ToJsonString() ?? "null");
        }

        var text = node.GetValue<string>();
        var style = Plain(text)?.GetValueKind() == JsonValueKind.String ? ScalarStyle.Any : ScalarStyle.DoubleQuoted;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true);
    }

    private static JsonException Wrong(Parser parser, string why) => new($"Line {parser.Current?.Start.Line}: {why}");
}
