using IdentitySource.Server.Console;
using IdentitySource.Server.Console.Inspection;
using Microsoft.AspNetCore.Mvc;

namespace IdentitySource.Server.Pages.Console.Tools;

/// <summary>The token inspector. What is pasted comes in a POST, is looked at once and is neither shown again, kept nor logged.</summary>
public sealed class TokenModel(TokenInspector inspector, TimeProvider clock) : ConsolePage<ToolsTexts>
{
    /// <summary>Null before anything was pasted.</summary>
    public Inspection? Inspection { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string? token, CancellationToken cancel)
    {
        Inspection = await inspector.RunAsync(Pool, token, clock.GetUtcNow(), cancel);
        return Page();
    }
}
