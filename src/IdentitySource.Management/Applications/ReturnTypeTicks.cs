using IdentitySource.Protocol;

namespace IdentitySource.Management.Applications;

/// <summary>What has to be ticked for a return type: itself, and the authorization modes without which it gives nothing.</summary>
public static class ReturnTypeTicks
{
    /// <returns>Empty for what is no return type, or can never be one.</returns>
    public static IReadOnlyList<FixedSetting> Of(ApplicationDetail application, string given)
    {
        if (!ProtocolCatalog.ResponseTypes.Contains(given))
        {
            return [];
        }

        ResponseType type = new(given);
        string[] needed = [.. type.HasCode ? ["authorization_code"] : Array.Empty<string>(), .. type.HasToken ? ["implicit"] : Array.Empty<string>()];
        return type.WorksWith([.. application.GrantTypes, .. needed])
            ? [FixedSetting.With("response_types", application.ResponseTypes, [given]), FixedSetting.With("grant_types", application.GrantTypes, needed)]
            : [];
    }

    /// <summary>The same as a change of the application.</summary>
    /// <returns>Null when there is nothing to tick.</returns>
    public static ApplicationSettings? Settings(ApplicationDetail application, Guid poolId, string given) =>
        Of(application, given) is [var types, var modes]
            ? new ApplicationSettings { PoolId = poolId, Application = application.ClientId, Version = application.Version, ResponseTypes = types.After, GrantTypes = modes.After }
            : null;
}
