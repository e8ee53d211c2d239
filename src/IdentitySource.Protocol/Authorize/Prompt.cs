using IdentitySource.Protocol.Errors;

namespace IdentitySource.Protocol.Authorize;

/// <summary>The <c>prompt</c> parameter, OIDC Core §3.1.2.1.</summary>
[Flags]
public enum Prompt
{
    Unset = 0,
    None = 1,
    Login = 2,
    Consent = 4,
    SelectAccount = 8,
}

internal static class Prompts
{
    /// <summary><c>none</c> stands alone; a value we do not know is refused rather than ignored, because it was meant to protect something.</summary>
    public static Result<Prompt> Parse(string? text)
    {
        var prompt = Prompt.Unset;
        foreach (var word in text?.Split(' ') ?? [])
        {
            Prompt? known = word switch
            {
                "none" => Prompt.None,
                "login" => Prompt.Login,
                "consent" => Prompt.Consent,
                "select_account" => Prompt.SelectAccount,
                _ => null,
            };
            if (known is not { } value)
            {
                return ProtocolError.InvalidRequest("prompt_unknown", "The parameter 'prompt' holds a value that is not supported.").With("given", text);
            }

            prompt |= value;
        }

        return prompt.HasFlag(Prompt.None) && prompt != Prompt.None
            ? ProtocolError.InvalidRequest("prompt_none_with_others", "The parameter 'prompt' holds 'none' together with another value.").With("given", text)
            : prompt;
    }
}
