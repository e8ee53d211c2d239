using IdentitySource.Server.Console;
using IdentitySource.Storage.Entities;
using Microsoft.Extensions.Localization;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>How a person's state is shown.</summary>
internal static class UserWords
{
    public static ConsoleBadge Badge(this IStringLocalizer<UsersTexts> text, UserStatus status, bool blocked) =>
        blocked ? new ConsoleBadge(text["Blocked"], "bad") : new ConsoleBadge(text["Status." + status], status == UserStatus.Activated ? "ok" : "warn");
}
