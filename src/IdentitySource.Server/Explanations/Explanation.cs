namespace IdentitySource.Server.Explanations;

/// <summary>What a refusal means, in one language.</summary>
/// <param name="Reason">The private slug of the refusal.</param>
/// <param name="Person">For whoever sits at the browser: a plain sentence.</param>
/// <param name="Developer">For whoever wrote the application: what was checked, and what to change.</param>
internal sealed record Explanation(string Reason, string Title, string Person, string Developer)
{
    /// <summary>Where the documentation says more.</summary>
    public string DocsAnchor => $"docs/operating/troubleshooting.md#{Reason}";
}
