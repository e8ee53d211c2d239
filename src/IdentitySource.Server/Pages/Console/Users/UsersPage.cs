using IdentitySource.Management.Administration;
using IdentitySource.Server.Console;
using IdentitySource.Storage.Entities;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace IdentitySource.Server.Pages.Console.Users;

/// <summary>
/// A page about people. Those of the operators' pool are the people of the console: whoever could give one of them a password could
/// become them, so to anybody but an operator these pages do not exist there.
/// </summary>
public abstract class UsersPage : ConsolePage<UsersTexts>
{
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (Pool.Slug == UserPool.OperatorsSlug && !May(ConsoleRole.Operator))
        {
            context.Result = new NotFoundResult();
            return;
        }

        base.OnPageHandlerExecuting(context);
    }
}
